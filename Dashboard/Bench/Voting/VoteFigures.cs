using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Bench.Voting;

/// <summary>How well plates are read from so many frames; shares are 0 to 1.</summary>
/// <param name="Frames">Frames that voted.</param>
/// <param name="Windows">How many votes were taken.</param>
/// <param name="Found">In how many of them a plate was found in one of the frames at least.</param>
/// <param name="Exact">In how many the winner is the label.</param>
/// <param name="Folded">The same with O taken as 0 and I as 1.</param>
/// <param name="InTopTen">In how many the label is among the first ten candidates.</param>
internal sealed record VoteFigures(int Frames, int Windows, double Found, double Exact, double Folded, double InTopTen);

/// <summary>
/// Counts votes over frames: every sequence is cut into as many windows of 1, 2, 3, 5, 10 … frames as it holds, so that the
/// figures differ by the number of frames alone and not by which part of the sequence they saw.
/// </summary>
/// <param name="frames">Frames a sequence, 1 or more.</param>
/// <param name="floor">Reads below this confidence, 0 to 1, do not vote: the tracker's floor.</param>
internal sealed class VoteCount(int frames, double floor)
{
    private static readonly int[] Steps = [1, 2, 3, 5, 10, 20, 50, 100];

    private readonly Dictionary<int, Counter> _tallies = WindowsOf(frames).ToDictionary(size => size, _ => new Counter());

    /// <summary>The figures, fewest frames first.</summary>
    public IReadOnlyList<VoteFigures> Figures => [.. _tallies.OrderBy(pair => pair.Key).Select(pair => pair.Value.ToFigures(pair.Key))];

    /// <summary>The window sizes for sequences of so many frames.</summary>
    public static IReadOnlyList<int> WindowsOf(int frames) => [.. Steps.Where(step => step < frames), frames];

    /// <summary>Takes one plate's reads, a frame after the other; null where it was not found in a frame.</summary>
    public void Add(string label, IReadOnlyList<PlateRead?> reads)
    {
        foreach (var (size, tally) in _tallies)
        {
            for (var first = 0; first + size <= reads.Count; first += size)
            {
                Count(tally, label, reads.Skip(first).Take(size));
            }
        }
    }

    /// <summary>Takes all votes of another count over as many frames.</summary>
    public void Add(VoteCount other)
    {
        foreach (var (size, tally) in other._tallies)
        {
            _tallies[size].Add(tally);
        }
    }

    private void Count(Counter tally, string label, IEnumerable<PlateRead?> reads)
    {
        var vote = new PlateVote();
        var isFound = false;
        foreach (var read in reads.OfType<PlateRead>())
        {
            isFound = true;
            if (read.Confidence >= floor)
            {
                vote.Add(read.Candidates);
            }
        }

        tally.Windows++;
        tally.Found += isFound ? 1 : 0;
        tally.Exact += vote.Winner == label ? 1 : 0;
        tally.Folded += PlateText.FoldZeroAndOne(vote.Winner) == PlateText.FoldZeroAndOne(label) ? 1 : 0;
        tally.InTopTen += vote.Winner.Length > 0 && vote.Ranking(10).Any(candidate => candidate.Text == label) ? 1 : 0;
    }

    private sealed class Counter
    {
        public int Windows { get; set; }

        public int Found { get; set; }

        public int Exact { get; set; }

        public int Folded { get; set; }

        public int InTopTen { get; set; }

        public void Add(Counter other)
        {
            Windows += other.Windows;
            Found += other.Found;
            Exact += other.Exact;
            Folded += other.Folded;
            InTopTen += other.InTopTen;
        }

        public VoteFigures ToFigures(int frames)
        {
            var all = Math.Max(1.0, Windows);
            return new VoteFigures(frames, Windows, Found / all, Exact / all, Folded / all, InTopTen / all);
        }
    }
}
