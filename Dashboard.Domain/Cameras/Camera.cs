namespace Dashboard.Domain.Cameras;

/// <summary>How flows of a camera come about.</summary>
public enum CaptureMode
{
    /// <summary>By watching the stream.</summary>
    Auto,

    /// <summary>Only when asked for.</summary>
    Manual,

    Both,
}

/// <summary>A camera as it is set up.</summary>
public sealed record Camera
{
    /// <summary>Number, from 1; 0 before it is stored.</summary>
    public int Id { get; init; }

    /// <summary>The name people and both APIs use; unique among cameras, 1 to 64 characters.</summary>
    public string Alias { get; init; } = "";

    /// <summary>Address of the stream, path of a video file or of a folder of pictures; may hold a password.</summary>
    public string Source { get; init; } = "";

    /// <summary>Address of a small stream of the same picture, where the camera has one; may hold a password.</summary>
    public string? Substream { get; init; }

    /// <summary>Address that answers one picture, where the camera has one; may hold a password.</summary>
    public string? SnapshotUrl { get; init; }

    /// <summary>How its flows come about.</summary>
    public CaptureMode CaptureMode { get; init; } = CaptureMode.Both;

    /// <summary>False: it is kept but not watched.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Frames a second that are analysed, 0.1 to 30.</summary>
    public double AnalysisRate { get; init; } = 10;

    /// <summary>Wait before a manual capture, 0 to 3000 ms.</summary>
    public int ManualTriggerDelay { get; init; }

    /// <summary>Where plates are looked for; null: everywhere.</summary>
    public RegionOfInterest? RegionOfInterest { get; init; }

    /// <summary>Countries whose plates it sees; none: those of the server's setting.</summary>
    public ExpectedCountries Countries { get; init; } = ExpectedCountries.None;

    public int SiteId { get; init; } = 1;

    /// <summary>The agent that watches it; null: the server itself.</summary>
    public int? AgentId { get; init; }

    /// <summary>The number that its agent knows it by; null: <see cref="Id"/>.</summary>
    public long? Number { get; init; }

    /// <summary>Where it stands, degrees north, -90 to 90; null: not told.</summary>
    public double? Latitude { get; init; }

    /// <summary>Degrees east, -180 to 180; null: not told.</summary>
    public double? Longitude { get; init; }

    /// <summary>What it means in which direction a vehicle goes; null: nothing.</summary>
    public CameraDirection? Direction { get; init; }

    /// <summary>How long its flows are kept, 0 to 36500 days; 0: for ever; null: as the server's setting says.</summary>
    public int? FlowDays { get; init; }

    /// <summary>How long its pictures are kept, 0 to 36500 days; 0: as long as their flows; null: as the server's setting says.</summary>
    public int? PictureDays { get; init; }

    /// <summary>An agent brought it and has its settings: of ours it has a name and a position.</summary>
    public bool IsBrought => AgentId is not null && Number is not null && Source.Length == 0;

    /// <summary>When the last frame arrived; null: never.</summary>
    public DateTimeOffset? KeepAlive { get; init; }
}
