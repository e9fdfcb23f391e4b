using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>The reads of one vehicle, voted on.</summary>
/// <param name="Id">Number of the group, unique within its tracker.</param>
/// <param name="Candidates">Voted texts, best first, confidences 0 to 1 (<see cref="Plates.PlateVote"/> says how).</param>
/// <param name="BestRead">The read whose frame is kept as the picture.</param>
/// <param name="BestAt">When that frame was captured.</param>
/// <param name="FirstSeen">When the first read's frame was captured.</param>
/// <param name="LastSeen">When it was last seen, read or not.</param>
/// <param name="ReadCount">How many reads were grouped.</param>
/// <param name="IsParked">The plate was seen for some seconds and did not move.</param>
/// <param name="Region">Country or state, where the reads agree on it (<see cref="Plates.RegionVote"/> says how); null: not sure.</param>
/// <param name="Travel">In which direction it went; null: not known.</param>
public sealed record PlateGroup(
    long Id,
    IReadOnlyList<PlateCandidate> Candidates,
    PlateRead BestRead,
    DateTimeOffset BestAt,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    int ReadCount,
    bool IsParked,
    string? Region = null,
    Travel? Travel = null);

public enum ReadOutcome
{
    /// <summary>It counts in an open group.</summary>
    Joined,

    /// <summary>It belongs to a vehicle that was reported already, so it makes no flow any more.</summary>
    Absorbed,

    /// <summary>Its vehicle is known and stays alive, but nothing was read this time, so it has no vote.</summary>
    Seen,

    /// <summary>Not used: no text and no vehicle there, too low a confidence, or the same plate read twice in one frame.</summary>
    Ignored,
}

/// <param name="Outcome">What became of it.</param>
/// <param name="GroupId">The group it joined or was absorbed by; 0 where it was ignored; of what was only seen, the vehicle's.</param>
/// <param name="IsBestView">True where this frame is now the one to keep as the group's picture.</param>
public readonly record struct TrackedRead(PlateRead Read, ReadOutcome Outcome, long GroupId, bool IsBestView);

/// <summary>Groups that became flows, and the numbers of groups that are none and whose pictures can go.</summary>
/// <param name="Flows">One for each vehicle that is now to be stored, in the order of their first reads.</param>
/// <param name="Dropped">Groups of too few reads, and groups that turned out to be of a vehicle that has another one.</param>
public sealed record ClosedGroups(IReadOnlyList<PlateGroup> Flows, IReadOnlyList<long> Dropped)
{
    /// <summary>Groups that are still open and have enough reads to be told of, each once.</summary>
    public IReadOnlyList<PlateGroup> Previews { get; init; } = [];

    /// <summary>Those of <see cref="Dropped"/> that joined another group, in the order in which they did.</summary>
    public IReadOnlyList<MergedGroup> Merged { get; init; } = [];

    /// <summary>Nothing was due.</summary>
    public static ClosedGroups None { get; } = new([], []);
}

/// <summary>A group that turned out to be of a vehicle that has another one.</summary>
/// <param name="Whole">The other's.</param>
/// <param name="IsOpen">The other still takes reads: it was not reported as a flow yet.</param>
/// <param name="IsBestView">The part's picture is now the one to keep of both.</param>
public readonly record struct MergedGroup(long Part, long Whole, bool IsOpen, bool IsBestView);
