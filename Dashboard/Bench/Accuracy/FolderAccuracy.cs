using Dashboard.Bench.Accuracy.Groups;
using Dashboard.Bench.Voting;

namespace Dashboard.Bench.Accuracy;

/// <summary>All that was measured over a folder, or over several together.</summary>
/// <param name="votes">Where votes over frames are counted; null: they are not.</param>
/// <param name="by">What plates are told apart by; null: by nothing.</param>
internal sealed class FolderAccuracy(string name, VoteCount? votes, PlateProperty? by = null)
{
    /// <summary>How well single pictures are read.</summary>
    public AccuracyCount Count { get; } = new(name);

    /// <summary>How well plates of each group are read; null: nobody asked.</summary>
    public GroupedAccuracy? Groups { get; } = by is { } property ? new GroupedAccuracy(property) : null;

    /// <summary>How well sequences are read.</summary>
    public VoteCount? Votes { get; } = votes;

    /// <summary>Pictures of what went wrong; empty where nobody asked for them.</summary>
    public List<MissPicture> MissGallery { get; } = [];

    public static FolderAccuracy Sum(IReadOnlyList<FolderAccuracy> parts, VoteCount? votes, PlateProperty? by = null)
    {
        var total = new FolderAccuracy("total", votes, by);
        foreach (var part in parts)
        {
            total.Count.Add(part.Count);
            if (part.Groups is { } groups)
            {
                total.Groups?.Add(groups);
            }

            total.MissGallery.AddRange(part.MissGallery);
            if (part.Votes is { } counted)
            {
                votes?.Add(counted);
            }
        }

        return total;
    }
}
