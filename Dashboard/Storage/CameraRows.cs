using System.ComponentModel.DataAnnotations.Schema;
using Dashboard.Domain.Cameras;

namespace Dashboard.Storage;

internal sealed class CameraRow
{
    public int Id { get; set; }

    public string Alias { get; set; } = "";

    public string ProtectedSource { get; set; } = "";

    /// <summary>The address of the small stream, encrypted.</summary>
    public string? ProtectedSubstream { get; set; }

    /// <summary>The address of single pictures, encrypted.</summary>
    public string? ProtectedSnapshotUrl { get; set; }

    /// <inheritdoc cref="Camera.CaptureMode"/>
    public CaptureMode CaptureMode { get; set; }

    /// <inheritdoc cref="Camera.IsEnabled"/>
    public bool IsEnabled { get; set; }

    /// <inheritdoc cref="Camera.AnalysisRate"/>
    public double AnalysisRate { get; set; }

    /// <inheritdoc cref="Camera.ManualTriggerDelay"/>
    public int ManualTriggerDelay { get; set; }

    /// <summary>Text of the region; null: everywhere.</summary>
    public string? RegionOfInterest { get; set; }

    /// <summary>Text of the countries whose plates it sees; null: the server's setting.</summary>
    public string? Countries { get; set; }

    /// <summary>The agent that watches it; null: the server itself.</summary>
    public int? AgentId { get; set; }

    /// <summary>The number that its agent knows it by; null: <see cref="Id"/>.</summary>
    public long? Number { get; set; }

    public int SiteId { get; set; } = SiteRow.DefaultId;

    /// <summary>Where it stands, degrees; null: not told.</summary>
    public double? Latitude { get; set; }

    /// <inheritdoc cref="Latitude"/>
    public double? Longitude { get; set; }

    /// <summary>The direction through the picture that has a name, degrees; null: none has.</summary>
    public int? DirectionDegrees { get; set; }

    /// <inheritdoc cref="CameraDirection.Name"/>
    public string? DirectionName { get; set; }

    /// <inheritdoc cref="CameraDirection.Opposite"/>
    public string? OppositeName { get; set; }

    /// <summary>The directions that have names; null: none has.</summary>
    [NotMapped]
    public CameraDirection? Direction
    {
        get => DirectionDegrees is { } degrees && DirectionName is { } name ? new CameraDirection(degrees, name, OppositeName ?? "") : null;
        set => (DirectionDegrees, DirectionName, OppositeName) = (value?.Degrees, value?.Name, value?.Opposite);
    }

    /// <summary>How long its flows are kept, days; 0: for ever; null: as the setting says.</summary>
    public int? FlowDays { get; set; }

    /// <summary>How long its pictures are kept, days; 0: as long as their flows; null: as the setting says.</summary>
    public int? PictureDays { get; set; }

    /// <summary>When the last frame arrived; null: none yet.</summary>
    public DateTimeOffset? KeepAliveAt { get; set; }

    /// <summary>When it was deleted; null: it is there. Deleted cameras stay for their flows' sake.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>A frame arrived at a moment, or before the last one that is known.</summary>
    public void NoteFrame(DateTimeOffset at) => KeepAliveAt = KeepAliveAt > at ? KeepAliveAt : at;
}

/// <summary>
/// A time in which one machine of several watches a camera. The one with the greatest number counts: nothing that was seen in an earlier one is
/// stored any more.
/// </summary>
internal sealed class CameraTurn
{
    /// <summary>Most characters of a machine's name.</summary>
    public const int MaxNodeLength = 64;

    public int CameraId { get; set; }

    /// <summary>Its number among those of the camera, from 1.</summary>
    public long Turn { get; set; }

    /// <summary>The machine's name.</summary>
    public string Node { get; set; } = "";

    public DateTimeOffset BeganAt { get; set; }

    /// <summary>When the machine let go of the camera by itself; null: it has it, or was lost with it.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>How well the frames of one camera came in one hour.</summary>
internal sealed class CameraHealthHour
{
    /// <summary>The hour's first second since 1970, UTC.</summary>
    public long Start { get; set; }

    public int CameraId { get; set; }

    /// <summary>For how long it was switched on and watched.</summary>
    public int WatchedSeconds { get; set; }

    /// <summary>For how long of that frames came.</summary>
    public int SeenSeconds { get; set; }

    public long Frames { get; set; }
}

/// <summary>A time in which a camera that was watched gave no frames.</summary>
internal sealed class CameraOutage
{
    /// <summary>Most characters of a reason.</summary>
    public const int MaxReasonLength = 500;

    public long Id { get; set; }

    public int CameraId { get; set; }

    /// <summary>When the last frame came before it.</summary>
    public DateTimeOffset BeginAt { get; set; }

    /// <summary>When frames came again, or the camera was switched off; null: it lasts.</summary>
    public DateTimeOffset? EndAt { get; set; }

    /// <summary>Why, in words for a person who may see the camera's address.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When people were told by e-mail that the camera is dark; null: they were not. Only statements of their own write it.</summary>
    public DateTimeOffset? DarkToldAt { get; set; }

    /// <summary>When they were told that it is back, or there was nothing to tell any more; null: not since they were told of it.</summary>
    public DateTimeOffset? BackToldAt { get; set; }
}
