using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Tracking;

namespace Dashboard.Pipeline;

/// <summary>
/// A vehicle that is to be stored as a flow: its group and the JPEG of its best frame, empty (and of no size) where that could not be encoded.
/// </summary>
internal sealed record FlowDraft(int CameraId, PlateGroup Group, byte[] Jpeg, int Width, int Height, string LprVersion)
{
    private const int MaxLprVersion = 64;
    private const int MaxRegion = 32;

    /// <summary>
    /// The flow's uuid, given once, so that storing it again after an error stores it once; a preview and its end share it. Later flows have
    /// greater ones, so that its index grows at its end.
    /// </summary>
    public Guid Uuid { get; init; } = Guid.CreateVersion7(Group.BestAt);

    /// <summary>The vehicle is still being seen; what it is in the end follows under the same uuid.</summary>
    public bool IsPreview { get; init; }

    public TriggerMode TriggerMode { get; init; }

    /// <summary>The turn of this machine in which it was seen; it is stored as long as the camera has no newer one. Null: always.</summary>
    public long? Turn { get; init; }

    /// <summary>The plate's number among those of its best frame, from 0.</summary>
    public int PlateIndex { get; init; }

    /// <summary>How long finding and reading the plates of its best frame took, ms; 0: not known.</summary>
    public double ProcessingMs { get; init; }

    /// <summary>The vehicle's colour, where it is sure enough to be told.</summary>
    public VehicleColor Color { get; init; }

    /// <summary>How sure that is, 0 to 1.</summary>
    public double ColorConfidence { get; init; }

    /// <summary>Completes with the flow once it is stored, or with why it was refused; null: nobody waits.</summary>
    public TaskCompletionSource<Flow>? Stored { get; init; }

    /// <summary>When the picture was captured; its file is named by it.</summary>
    public DateTimeOffset CapturedAt => Group.BestAt;

    /// <summary>Earlier views of the vehicle, the oldest first.</summary>
    public IReadOnlyList<TakenView> Views { get; init; } = [];

    /// <summary>The picture as it lies on the disk; null: it was not written yet, or there is none.</summary>
    public WrittenPicture? Written { get; set; }

    /// <summary>The row and its candidates. Each attempt takes a new one: a context that failed keeps hold of its own.</summary>
    public Flow ToFlow()
    {
        var best = Group.Candidates.Count > 0 ? Group.Candidates[0] : null;
        var flow = new Flow
        {
            Uuid = Uuid,
            CameraId = CameraId,
            Plate = PlateText.Normalize(best?.Text).Truncate(PlateText.MaxLength),
            Confidence = best?.Confidence ?? 0,
            CapturedAt = CapturedAt,
            TriggerMode = TriggerMode,
            LprVersion = LprVersion.Truncate(MaxLprVersion),
            Region = Group.Region is { } region ? region.Truncate(MaxRegion) : null,
            Corners = best is null ? null : Group.BestRead.Corners.ToText(),
            PlateIndex = PlateIndex,
            PictureWidth = Width,
            PictureHeight = Height,
            FirstSeenAt = Group.FirstSeen,
            LastSeenAt = Group.LastSeen,
            ReadCount = Group.ReadCount,
            IsParked = Group.IsParked,
            Direction = Group.Travel?.Degrees,
            Approach = Group.Travel?.Approach ?? Approach.None,
            Color = Color,
            ColorConfidence = ColorConfidence,
            IsPreview = IsPreview,
            ProcessingMs = ProcessingMs,
            Candidates = [.. Group.Candidates.Select((candidate, rank) => new FlowCandidate
            {
                Rank = rank,
                Text = PlateText.Normalize(candidate.Text).Truncate(PlateText.MaxLength),
                Confidence = candidate.Confidence,
            })],
        };
        Written?.GiveTo(flow);
        return flow;
    }
}
