using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>The reads of one vehicle, voted on.</summary>
/// <param name="Id">Number of the group, unique within its tracker.</param>
/// <param name="Candidates">Voted texts, best first, confidences 0 to 1.</param>
/// <param name="BestRead">The read whose frame is kept as the picture.</param>
/// <param name="BestAt">When that frame was captured.</param>
/// <param name="FirstSeen">When the first read's frame was captured.</param>
/// <param name="LastSeen">When the last read's frame was captured.</param>
/// <param name="ReadCount">How many reads were grouped.</param>
/// <param name="IsParked">The plate did not move while it was seen.</param>
public sealed record PlateGroup(
    long Id,
    IReadOnlyList<PlateCandidate> Candidates,
    PlateRead BestRead,
    DateTimeOffset BestAt,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    int ReadCount,
    bool IsParked);

/// <summary>What the tracker made of one read.</summary>
/// <param name="Read">The read.</param>
/// <param name="GroupId">The group it joined.</param>
/// <param name="IsBestView">True where this frame is now the one to keep as the group's picture.</param>
public readonly record struct TrackedRead(PlateRead Read, long GroupId, bool IsBestView);
