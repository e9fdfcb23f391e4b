using System.Text.Json;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras.Addresses;
using Dashboard.Web.Pages.Cameras.RegionsOfInterest;
using Dashboard.Web.Pages.Cameras.Wizard.Network;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Cameras.Wizard;

/// <summary>What is typed into the wizard, kept from step to step. The sign-in has fields of its own.</summary>
public sealed class CameraWizardForm
{
    private readonly string _asBegun;
    private FoundSource? _found;

    /// <summary>Begins with nothing typed.</summary>
    public CameraWizardForm() => _asBegun = Describe();

    /// <summary>All that is the same for a camera that is there.</summary>
    internal CameraForm Camera { get; } = new(new Camera());

    /// <inheritdoc cref="CameraAddresses.Address"/>
    public string Address { get => Camera.Addresses.Address; set => Camera.Addresses.Address = value; }

    /// <inheritdoc cref="CameraAddresses.Substream"/>
    public string Substream { get => Camera.Addresses.Substream; set => Camera.Addresses.Substream = value; }

    /// <inheritdoc cref="CameraAddresses.User"/>
    public string User { get => Camera.Addresses.User; set => Camera.Addresses.User = value; }

    /// <inheritdoc cref="CameraAddresses.Password"/>
    public string Password { get => Camera.Addresses.Password; set => Camera.Addresses.Password = value; }

    /// <summary>Whether anything was typed that would be lost.</summary>
    public bool IsChanged => Describe() != _asBegun;

    /// <summary>The address with its sign-in.</summary>
    public string Source => Camera.Addresses.Source;

    /// <summary>What is wrong with the address; null: nothing.</summary>
    public string? AddressError => Camera.Addresses.AddressError;

    /// <summary>What is wrong with the substream's address; null: nothing.</summary>
    public string? SubstreamError => Camera.Addresses.SubstreamError;

    /// <summary>Whether nothing is wrong with the addresses and their sign-in.</summary>
    public bool HasAddresses => (AddressError ?? SubstreamError ?? Camera.Addresses.PasswordError) is null;

    /// <summary>An address that was pasted with its sign-in: it goes to its own fields.</summary>
    public void SplitSignIn() => Camera.Addresses.SplitSignIn();

    /// <summary>A stream that was chosen among the cameras on the network.</summary>
    internal void Use(FoundSource found)
    {
        _found = found;
        (Address, User, Password) = (found.Addresses.Stream, found.User, found.Password);
        Substream = found.Substream ?? "";
    }

    /// <summary>The camera as it would be saved; what is not whole is left out.</summary>
    public Camera ToCamera()
    {
        Camera.SnapshotUrl = SnapshotUrl;
        return Camera.ToCamera();
    }

    /// <summary>What is wrong with the fields of a step and of those before it, as far as that is known before the store is asked.</summary>
    /// <param name="step">From 1.</param>
    /// <param name="others">Cameras that are there, as far as they are known.</param>
    public FieldErrors Check(int step, IReadOnlyList<Camera>? others = null)
    {
        Camera.SnapshotUrl = SnapshotUrl;
        var errors = new FieldErrors();
        foreach (var (field, error) in Camera.Check(others).Where(error => WizardSteps.StepOf(error.Key) <= step))
        {
            errors.Add(field, error);
        }

        return errors;
    }

    /// <summary>Something was typed that is not written down: a password, or an address with a secret in it.</summary>
    internal bool HasSecret => Password.Length > 0 || Camera.Addresses.PasswordError is not null || KeptUser != User
        || IsSecret(Address) || IsSecret(Substream);

    /// <summary>What was entered, for the browser to keep; secrets are left out.</summary>
    internal string Write(int step, int reached) => JsonSerializer.Serialize(new KeptWizard
    {
        Step = step,
        Reached = reached,
        HasLostSecret = HasSecret,
        HasLostPassword = Password.Length > 0 || Camera.Addresses.PasswordError is not null,
        HasLostUser = KeptUser != User,
        Address = WithoutSecrets(Address),
        Substream = WithoutSecrets(Substream),
        User = KeptUser,
        SiteId = Camera.SiteId,
        Alias = Camera.Alias,
        CaptureMode = Camera.CaptureMode,
        AnalysisRate = Camera.AnalysisRate,
        IsEnabled = Camera.IsEnabled,
        AgentId = Camera.AgentId,
        Countries = Camera.Countries.ToText(),
        Polygons = DrawnPolygon.Write(Camera.Polygons),
        Degrees = Camera.Direction.Degrees,
        Direction = Camera.Direction.Name,
        Opposite = Camera.Direction.Opposite,
    });

    // What is masked was lost before, and is still missing.
    private static bool IsSecret(string address) => CameraSource.Mask(address) != address || CameraSource.HasMask(address);

    // Without a password it may be a token.
    private string KeptUser => Password.Length == 0 && CameraSource.MayBeToken(User.Trim()) ? "" : User;

    // What is masked cannot be saved: the field says what is to be typed in its place.
    private static string WithoutSecrets(string address) => CameraSource.Mask(CameraSource.SplitSignIn(address.Trim()).Address);

    /// <summary>Takes up what the browser kept; null: it kept nothing of this kind.</summary>
    internal KeptWizard? Read(string text)
    {
        if (KeptText.Read<KeptWizard>(text) is not { } kept)
        {
            return null;
        }

        (Address, Substream, User, Camera.SiteId) = (kept.Address, kept.Substream, kept.User, kept.SiteId);
        (Camera.Addresses.HasLostPassword, Camera.Addresses.HasLostUser) = (kept.HasLostPassword, kept.HasLostUser);
        (Camera.Alias, Camera.CaptureMode, Camera.AnalysisRate) = (kept.Alias, kept.CaptureMode, kept.AnalysisRate);
        (Camera.IsEnabled, Camera.AgentId, Camera.Countries) = (kept.IsEnabled, kept.AgentId, ExpectedCountries.FromText(kept.Countries));
        (Camera.Direction.Degrees, Camera.Direction.Name, Camera.Direction.Opposite) = (kept.Degrees, kept.Direction, kept.Opposite);
        Camera.Polygons = DrawnPolygon.Read(kept.Polygons) ?? [];
        return kept;
    }

    // That of another camera would take its pictures, and be told this one's password.
    // There is no field for it here: one that cannot be used is left out.
    private string SnapshotUrl => _found is { Addresses: { Snapshot: { } snapshot } addresses } && addresses.Stream == Address.Trim()
        && CameraSource.KindOf(snapshot) == SourceKind.Http && CameraValidation.SourceError(snapshot) is null
        ? CameraSource.WithSignIn(snapshot, User.Trim(), Password)
        : "";

    private string Describe() => string.Join('\n', Camera.IsChanged, Camera.Addresses.Typed);
}
