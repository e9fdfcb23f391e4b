using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Hosting;
using Dashboard.Pipeline;

namespace Dashboard.Flows;

/// <summary>A vehicle on its way into the database. Its uuid is given once, so that storing it again after an error stores it once.</summary>
internal sealed class FlowDraft(ObservedVehicle vehicle)
{
    private const int MaximumLprVersion = 64;
    private const int MaximumRegion = 32;

    /// <summary>The flow's uuid; later flows have greater ones, so that its index grows at its end.</summary>
    public Guid Uuid { get; } = vehicle.Uuid ?? Guid.CreateVersion7(vehicle.Group.BestAt);

    /// <summary>What was seen.</summary>
    public ObservedVehicle Vehicle { get; } = vehicle;

    /// <summary>When the picture was captured; its file is named by it.</summary>
    public DateTimeOffset CapturedAt => Vehicle.Group.BestAt;

    /// <summary>The picture is on the disk.</summary>
    public bool HasWrittenPicture { get; set; }

    /// <summary>The row and its candidates. Each attempt takes a new one: a context that failed keeps hold of its own.</summary>
    public Flow ToFlow()
    {
        var group = Vehicle.Group;
        var best = group.Candidates.Count > 0 ? group.Candidates[0] : null;
        return new Flow
        {
            Uuid = Uuid,
            CameraId = Vehicle.CameraId,
            Plate = PlateText.Normalize(best?.Text).Truncate(PlateText.MaximumLength),
            Confidence = best?.Confidence ?? 0,
            CapturedAt = group.BestAt,
            TriggerMode = Vehicle.TriggerMode,
            LprVersion = Vehicle.LprVersion.Truncate(MaximumLprVersion),
            Region = group.BestRead.Region is { } region ? region.Truncate(MaximumRegion) : null,
            Corners = best is null ? null : group.BestRead.Corners.ToText(),
            PictureWidth = Vehicle.Width,
            PictureHeight = Vehicle.Height,
            HasPicture = Vehicle.Jpeg.Length > 0,
            FirstSeenMs = group.FirstSeen.ToUnixTimeMilliseconds(),
            LastSeenMs = group.LastSeen.ToUnixTimeMilliseconds(),
            ReadCount = group.ReadCount,
            IsParked = group.IsParked,
            IsPreview = Vehicle.IsPreview,
            ProcessingMs = Vehicle.ProcessingMs,
            Candidates = [.. group.Candidates.Select((candidate, rank) => new FlowCandidate
            {
                Rank = rank,
                Text = PlateText.Normalize(candidate.Text).Truncate(PlateText.MaximumLength),
                Confidence = candidate.Confidence,
            })],
        };
    }
}
