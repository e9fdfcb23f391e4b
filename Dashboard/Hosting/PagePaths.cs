using System.Globalization;

namespace Dashboard.Hosting;

/// <summary>Addresses of pages that are known outside the dashboard: mails and the APIs lead there. All others are in <c>Web/Urls</c>.</summary>
internal static class PagePaths
{
    public const string Cameras = "/app/cameras";

    public const string Flows = "/app/flows";

    /// <summary>The connection that Blazor keeps open to each page.</summary>
    public const string Hub = "/_blazor";

    public const string MyAccount = "/account/my_account";

    public static string Camera(int id) => string.Create(CultureInfo.InvariantCulture, $"{Cameras}/{id}");

    public static string Flow(long id) => string.Create(CultureInfo.InvariantCulture, $"{Flows}/{id}");
}
