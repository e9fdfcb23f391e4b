using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>Groups the reads of one camera into vehicles. Time comes in with the frames; one tracker a camera, not thread-safe.</summary>
public sealed class PlateTracker(TrackingRules rules)
{
    /// <summary>The rules it works by.</summary>
    public TrackingRules Rules { get; } = rules;

    /// <summary>Takes the reads of one frame. Frames come in order of time; a frame without reads may be passed too.</summary>
    /// <param name="at">When the frame was captured.</param>
    /// <param name="frameWidth">Width of the frame in pixels.</param>
    /// <param name="frameHeight">Height of the frame in pixels.</param>
    /// <param name="reads">All reads of the frame.</param>
    public IReadOnlyList<TrackedRead> Observe(DateTimeOffset at, int frameWidth, int frameHeight, IReadOnlyList<PlateRead> reads) =>
        throw new NotImplementedException();

    /// <summary>Closes what is due at <paramref name="now"/> and returns the groups that are flows, and the numbers of those dropped.</summary>
    public ClosedGroups Close(DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Closes everything: the camera stops, or the clip ends.</summary>
    public ClosedGroups CloseAll() => throw new NotImplementedException();
}

/// <summary>Groups that became flows, and the numbers of groups that were too small and whose pictures can go.</summary>
public sealed record ClosedGroups(IReadOnlyList<PlateGroup> Flows, IReadOnlyList<long> Dropped);
