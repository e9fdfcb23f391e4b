using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras.Addresses;
using Dashboard.Web.Pages.Cameras.Directions;
using Dashboard.Web.Pages.Cameras.RegionsOfInterest;

namespace Dashboard.Web.Pages.Cameras;

/// <summary>A camera while it is edited. Passwords in its addresses are masked.</summary>
internal sealed class CameraForm
{
    /// <summary>The field of the password, by which its error is known.</summary>
    public const string PasswordField = "Password";

    private readonly Camera _stored;
    private readonly string _asLoaded;

    /// <summary>Starts from a camera: a stored one, or a fresh one to be added.</summary>
    public CameraForm(Camera stored)
    {
        _stored = stored;
        Alias = stored.Alias;
        Addresses = new CameraAddresses(stored.Source, stored.Substream ?? "");
        SnapshotUrl = CameraSource.Mask(stored.SnapshotUrl ?? "");
        CaptureMode = stored.CaptureMode;
        AnalysisRate = stored.AnalysisRate;
        ManualTriggerDelay = stored.ManualTriggerDelay;
        IsEnabled = stored.IsEnabled;
        (SiteId, AgentId) = (stored.SiteId, stored.AgentId);
        Polygons = DrawnPolygon.From(stored.RegionOfInterest);
        Countries = stored.Countries;
        (Latitude, Longitude) = (stored.Latitude, stored.Longitude);
        Direction = new DirectionForm(stored.Direction);
        (FlowDays, PictureDays) = (stored.FlowDays, stored.PictureDays);
        _asLoaded = Describe();
    }

    /// <inheritdoc cref="Camera.Alias"/>
    public string Alias { get; set; }

    /// <summary>The addresses of its streams, and its sign-in.</summary>
    public CameraAddresses Addresses { get; }

    /// <inheritdoc cref="Camera.SnapshotUrl"/>
    public string SnapshotUrl { get; set; }

    /// <inheritdoc cref="Camera.CaptureMode"/>
    public CaptureMode CaptureMode { get; set; }

    /// <summary>Frames a second; null where no number was typed.</summary>
    public double? AnalysisRate { get; set; }

    /// <summary>Milliseconds; null where no number was typed.</summary>
    public int? ManualTriggerDelay { get; set; }

    /// <inheritdoc cref="Camera.IsEnabled"/>
    public bool IsEnabled { get; set; }

    /// <inheritdoc cref="Camera.SiteId"/>
    public int SiteId { get; set; }

    /// <inheritdoc cref="Camera.AgentId"/>
    public int? AgentId { get; set; }

    /// <summary>Polygons of the region, also unfinished ones; none: everywhere.</summary>
    public IReadOnlyList<DrawnPolygon> Polygons { get; set; }

    /// <inheritdoc cref="Camera.Countries"/>
    public ExpectedCountries Countries { get; set; }

    /// <inheritdoc cref="Camera.Latitude"/>
    public double? Latitude { get; set; }

    /// <inheritdoc cref="Camera.Longitude"/>
    public double? Longitude { get; set; }

    /// <inheritdoc cref="Camera.Direction"/>
    public DirectionForm Direction { get; }

    /// <inheritdoc cref="Camera.FlowDays"/>
    public int? FlowDays { get; set; }

    /// <inheritdoc cref="Camera.PictureDays"/>
    public int? PictureDays { get; set; }

    /// <inheritdoc cref="Camera.IsBrought"/>
    public bool IsBrought => _stored.IsBrought;

    /// <summary>Whether anything differs from what was loaded.</summary>
    public bool IsChanged => Describe() != _asLoaded;

    /// <summary>The camera as it was before anything was typed, with its addresses masked.</summary>
    public Camera Loaded => new CameraForm(_stored).ToCamera() with
    {
        Substream = _stored.Substream is { } substream ? CameraSource.Mask(substream) : null,
    };

    /// <summary>Whether the source is the stored one.</summary>
    public bool HasStoredSource => Addresses.SourceToTry == _stored.Source;

    /// <summary>
    /// All that is wrong as far as it is known before the store is asked, and what only the form can know: a sign-in that is not clear, numbers that
    /// are none, a region that is not finished. By property of <see cref="Camera"/>, or <see cref="PasswordField"/>.
    /// </summary>
    /// <param name="others">Cameras that are there, as far as they are known.</param>
    public FieldErrors Check(IReadOnlyList<Camera>? others = null)
    {
        var errors = CheckTyped();

        // Of addresses with something masked in them the form says it in its own words.
        var isClear = (Addresses.AddressError ?? Addresses.SubstreamError ?? Addresses.PasswordError) is null;
        var camera = ToCamera() with
        {
            Source = IsBrought ? _stored.Source : Addresses.SourceToTry,
            Substream = Addresses.SubstreamToTry is { Length: > 0 } substream ? substream : null,
        };
        var snapshot = camera.SnapshotUrl is { } url ? CameraSource.RestoreMask(url, _stored.SnapshotUrl ?? "") : null;
        foreach (var (field, error) in CameraValidation.Check(camera with { SnapshotUrl = snapshot }, others ?? []))
        {
            if (isClear || field is not (nameof(Camera.Source) or nameof(Camera.Substream) or nameof(Camera.SnapshotUrl)))
            {
                errors.Add(field, error);
            }
        }

        return errors;
    }

    private FieldErrors CheckTyped() => new()
    {
        { nameof(Camera.Source), IsBrought ? null : Addresses.AddressError },
        { PasswordField, IsBrought ? null : Addresses.PasswordError },
        { nameof(Camera.Substream), IsBrought ? null : Addresses.SubstreamError },
        { nameof(Camera.AnalysisRate), AnalysisRate is null ? "The frames per second must be a number from 0.1 to 30." : null },
        { nameof(Camera.ManualTriggerDelay), ManualTriggerDelay is null ? "The manual delay must be 0 to 3000 ms." : null },
        { nameof(Camera.RegionOfInterest), DrawnPolygon.Error(Polygons) },
    };

    /// <summary>The camera as it is to be stored; only where <see cref="Check"/> found nothing.</summary>
    public Camera ToCamera() => _stored with
    {
        Alias = Alias.Trim(),
        Source = Addresses.Source,
        Substream = Addresses.SubstreamSource is { Length: > 0 } substream ? substream : null,
        SnapshotUrl = string.IsNullOrWhiteSpace(SnapshotUrl) ? null : Addresses.Follow(_stored.SnapshotUrl ?? "", SnapshotUrl.Trim()),
        CaptureMode = CaptureMode,
        AnalysisRate = AnalysisRate ?? _stored.AnalysisRate,
        ManualTriggerDelay = ManualTriggerDelay ?? _stored.ManualTriggerDelay,
        IsEnabled = IsEnabled,
        SiteId = SiteId,
        AgentId = AgentId,
        RegionOfInterest = DrawnPolygon.ToRegionOfInterest(Polygons),
        Countries = Countries,
        Latitude = Latitude,
        Longitude = Longitude,
        Direction = Direction.ToDirection(),
        FlowDays = FlowDays,
        PictureDays = PictureDays,
    };

    private string Describe() => string.Join(
        '\n', Alias, Addresses.Typed, SnapshotUrl, CaptureMode, AnalysisRate, ManualTriggerDelay, IsEnabled, SiteId, AgentId, Countries.ToText(),
        Latitude, Longitude, Direction.ToDirection(), FlowDays, PictureDays,
        string.Join(';', Polygons.Select(polygon => $"{polygon.IsExcluded} {polygon.Points}")));
}
