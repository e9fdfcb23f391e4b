using System.Globalization;
using Dashboard.Hosting;
using Dashboard.Security;

namespace Dashboard.Web;

/// <summary>Every address of the dashboard; links are built here and nowhere else.</summary>
internal static class Urls
{
    public const string Overview = "/";

    public const string Setup = AccountPaths.Setup;

    public const string SignIn = AccountPaths.SignIn;

    public const string TwoFactor = AccountPaths.TwoFactor;

    /// <summary>Where the sign-out form posts to.</summary>
    public const string SignOut = AccountPaths.SignOut;

    /// <summary>Where the card of passkeys posts what a device has made.</summary>
    public const string Passkeys = "/account/passkeys";

    /// <summary>Where it first asks what to make.</summary>
    public const string PasskeyCreation = $"{Passkeys}/creation";

    /// <summary>Where the sign-in page asks what is to be signed.</summary>
    public const string PasskeyRequest = $"{Passkeys}/request";

    public const string Language = "/account/language";

    /// <summary>Shown to a person whose role does not allow a page.</summary>
    public const string Denied = AccountPaths.Denied;

    public const string Error = "/error";

    public const string NotFound = "/not-found";

    /// <summary>The signed-in person's own page.</summary>
    public const string MyAccount = PagePaths.MyAccount;

    public const string Cameras = PagePaths.Cameras;

    public const string NewCamera = $"{Cameras}/new";

    /// <summary>Many cameras from a file.</summary>
    public const string ImportCameras = $"{Cameras}/import";

    public const string Flows = PagePaths.Flows;

    /// <summary>The machines that recognise elsewhere.</summary>
    public const string Agents = "/app/agents";

    public const string Sites = "/app/sites";

    public const string Alerts = "/app/alerts";

    /// <summary>The newest open alert, large, for a screen on the wall.</summary>
    public const string Dispatch = $"{Alerts}/dispatch";

    public const string AlertLists = "/app/alert-lists";

    public const string Users = "/app/users";

    /// <summary>What can be set without a file.</summary>
    public const string Settings = "/app/settings";

    /// <summary>What is kept as evidence, whatever its age.</summary>
    public const string HeldEvidence = "/app/held-evidence";

    public const string Audit = "/app/audit";

    public const string AuditExport = $"{Audit}/export.csv";

    /// <summary>The addresses that are told of flows and alerts.</summary>
    public const string WebHooks = "/app/web-hooks";

    public const string EmailDeliveries = $"{WebHooks}/e-mail";

    /// <summary>The live wall.</summary>
    public const string Live = "/app/live";

    /// <summary>Live pictures of several cameras over one connection.</summary>
    public const string LiveStream = "/app/live/stream";

    public const string Statistics = "/app/statistics";

    /// <summary>Who stayed how long.</summary>
    public const string Stays = $"{Statistics}/stays";

    /// <summary>Versions and licences.</summary>
    public const string About = "/app/about";

    /// <summary>What whoever helps has to know, as a file.</summary>
    public const string Support = $"{About}/support.txt";

    /// <summary>What has changed from version to version.</summary>
    public const string Changes = "/app/about/changes";

    /// <summary>The user guide.</summary>
    public const string Help = "/app/help";

    /// <summary>The APIs' documentation, which is no page of the dashboard's own.</summary>
    public const string ApiDocs = ApiPaths.Docs;

    /// <summary>One camera, large and live.</summary>
    public static string LiveCamera(int id) => string.Create(CultureInfo.InvariantCulture, $"{Live}?camera={id}");

    /// <summary>Live pictures of cameras, by their numbers with commas between.</summary>
    public static string LiveStreamOf(string cameras, bool isEnlarged) => $"{LiveStream}?camera={cameras}{(isEnlarged ? "&main=1" : "")}";

    /// <summary>Settings that belong together.</summary>
    public static string SettingsSection(string name) => $"{Settings}/{name}";

    /// <summary>A topic of the user guide.</summary>
    public static string HelpOn(string topic) => $"{Help}/{topic}";

    /// <summary>
    /// Sign-in page for a person whose account was changed while a page was open; it leads back there. The path is given without its first slash.
    /// </summary>
    public static string SignInAgain(string path) => $"{SignIn}?accountChanged=true&returnUrl={Uri.EscapeDataString("/" + path)}";

    /// <summary>Sign-in page after the person's own password changed.</summary>
    public static string SignInAfterPasswordChange => $"{SignIn}?passwordChanged=true&returnUrl={Uri.EscapeDataString(MyAccount)}";

    /// <summary>Where a person with a link chooses a password.</summary>
    public const string Invitation = "/account/invitation";

    /// <summary>Sign-in page after a person chose a password by a link.</summary>
    public static string SignInWithNewPassword => $"{SignIn}?passwordChanged=true";

    /// <summary>The link itself.</summary>
    public static string InvitationWith(string token) => $"{Invitation}?token={Uri.EscapeDataString(token)}";

    /// <summary>The page that asks for the second factor; it leads on to a page of this server.</summary>
    public static string TwoFactorThen(string returnUrl) => $"{TwoFactor}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>Sign-in page for a person whose second factor came too late.</summary>
    public static string SignInExpired(string returnUrl) => $"{SignIn}?expired=true&returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>The log of a web hook's deliveries.</summary>
    public static string HookDeliveries(int id) => string.Create(CultureInfo.InvariantCulture, $"{WebHooks}/{id}");

    public static string AlertList(int id) => string.Create(CultureInfo.InvariantCulture, $"{AlertLists}/{id}");

    public static string AlertListExport(int id) => string.Create(CultureInfo.InvariantCulture, $"{AlertLists}/{id}/entries.csv");

    public static string AlertsOf(int list) => string.Create(CultureInfo.InvariantCulture, $"{Alerts}?list={list}&show=all");

    /// <summary>How a camera does.</summary>
    public static string Camera(int id) => string.Create(CultureInfo.InvariantCulture, $"{Cameras}/{id}");

    /// <summary>What can be changed of a camera.</summary>
    public static string CameraSettings(int id) => string.Create(CultureInfo.InvariantCulture, $"{Cameras}/{id}/settings");

    /// <summary>A camera with its health of the last month.</summary>
    public static string CameraHealth(int id) => string.Create(CultureInfo.InvariantCulture, $"{Cameras}/{id}?health=30d");

    /// <summary>A camera's newest picture.</summary>
    public static string CameraPicture(int id) => string.Create(CultureInfo.InvariantCulture, $"{Cameras}/{id}/picture.jpg");

    /// <summary>
    /// A camera's newest picture, at most this wide; another <paramref name="moment"/> is another address, so that it is fetched anew.
    /// </summary>
    public static string CameraPicture(int id, int width, long moment) =>
        string.Create(CultureInfo.InvariantCulture, $"{Cameras}/{id}/picture.jpg?w={width}&t={moment}");

    public static string TestPicture(string id) => $"{Cameras}/tests/{id}.jpg";

    /// <param name="ending"><c>csv</c> or <c>jsonl</c>.</param>
    /// <param name="query">Query string of the list, without the question mark.</param>
    public static string FlowExport(string ending, string query) => $"{Flows}/export.{ending}?{query}";

    public static string Flow(long id) => PagePaths.Flow(id);

    /// <summary>A flow's whole picture.</summary>
    public static string FlowPicture(long id) => string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}/picture.jpg");

    /// <summary>
    /// Key of the query string: <c>1</c> where pictures are blurred but for the plate, <c>0</c> where not; as is set where it is not there.
    /// </summary>
    public const string BlurKey = "blur";

    /// <summary>Key of the query string: <c>1</c> where a plate's record says what is kept as evidence and why.</summary>
    public const string EvidenceKey = "evidence";

    /// <summary>A flow's whole picture, blurred but for the plate.</summary>
    public static string BlurredFlowPicture(long id) => $"{FlowPicture(id)}?{Blur(true)}";

    /// <summary>A flow's picture, at most this wide.</summary>
    public static string FlowPicture(long id, int width) => string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}/picture.jpg?w={width}");

    public static string FlowPlate(long id) => string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}/plate.jpg");

    /// <summary>An earlier view of a flow's vehicle, from 1.</summary>
    public static string FlowView(long id, int number) => string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}/views/{number}.jpg");

    /// <summary>A flow to be printed.</summary>
    public static string Evidence(long id) => string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}/evidence");

    /// <summary>The same with its picture blurred or as it is.</summary>
    public static string Evidence(long id, bool isBlurred) => $"{Evidence(id)}?{Blur(isBlurred)}";

    /// <summary>The same as a file.</summary>
    public static string EvidencePdf(long id, bool isBlurred) =>
        string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}/evidence.pdf?{Blur(isBlurred)}");

    /// <summary>Everything about a plate.</summary>
    public static string Plate(string plate) => $"/app/plates/{Uri.EscapeDataString(plate)}";

    /// <summary>All that is stored of a plate, as a zip file.</summary>
    public static string PlateRecord(string plate, bool isBlurred, bool withEvidence) =>
        $"{Plate(plate)}/record.zip?{Blur(isBlurred)}{(withEvidence ? $"&{EvidenceKey}=1" : "")}";

    /// <summary>What the query string says of pictures.</summary>
    public static string Blur(bool isBlurred) => $"{BlurKey}={(isBlurred ? 1 : 0)}";
}
