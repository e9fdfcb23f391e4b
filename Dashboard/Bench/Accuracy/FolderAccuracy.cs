using Dashboard.Bench.Voting;

namespace Dashboard.Bench.Accuracy;

/// <summary>All that was measured over a folder, or over several together.</summary>
/// <param name="votes">Where votes over frames are counted; null: they are not.</param>
internal sealed class FolderAccuracy(string name, VoteCount? votes)
{
    /// <summary>How well single pictures are read.</summary>
    public AccuracyCount Count { get; } = new(name);

    /// <summary>How well sequences are read.</summary>
    public VoteCount? Votes { get; } = votes;

    /// <summary>Pictures of what went wrong; empty where nobody asked for them.</summary>
    public List<MissPicture> MissGallery { get; } = [];

    public static FolderAccuracy Sum(IReadOnlyList<FolderAccuracy> parts, VoteCount? votes)
    {
        var total = new FolderAccuracy("total", votes);
        foreach (var part in parts)
        {
            total.Count.Add(part.Count);
            total.MissGallery.AddRange(part.MissGallery);
            if (part.Votes is { } counted)
            {
                votes?.Add(counted);
            }
        }

        return total;
    }
}
