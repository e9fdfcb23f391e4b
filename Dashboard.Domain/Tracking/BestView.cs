using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// Chooses the frame that is kept as a vehicle's picture: above all a sure read that says what the vote says, then large, not cut by
/// the frame's edge: at night a vehicle is often larger where its plate is burnt out or blurred. A new view must be clearly better, so that an
/// approaching car is not encoded once a frame.
/// </summary>
internal sealed class BestView
{
    /// <summary>How much a plate at the frame's edge counts, in the vote and as a picture.</summary>
    public const double CutWeight = 0.25;

    /// <summary>How many times better a view must be to replace the last.</summary>
    private const double Hysteresis = 1.25;

    private double _merit;

    /// <summary>The read of the view; null before the first.</summary>
    public PlateRead Read { get; private set; } = null!;

    /// <summary>When its frame was captured.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Looks at a view; true where it is the one to keep now.</summary>
    /// <param name="at">When its frame was captured.</param>
    /// <param name="isCut">Whether it touches the edge.</param>
    /// <param name="winner">What the vote says, this read included.</param>
    public bool Offer(PlateRead read, DateTimeOffset at, bool isCut, string winner)
    {
        var merit = Math.Pow(read.Confidence, 4) * Math.Sqrt(Math.Max(1, read.Corners.Width)) * (isCut ? CutWeight : 1);
        if (Read is not null && merit * Agreement(read.Text, winner) <= Hysteresis * _merit * Agreement(Read.Text, winner))
        {
            return false;
        }

        (Read, At, _merit) = (read, at, merit);
        return true;
    }

    /// <summary>Takes over the view of a group that turned out to be of the same vehicle, where that is clearly better; true where it is.</summary>
    public bool Offer(BestView other, string winner)
    {
        if (other._merit * Agreement(other.Read.Text, winner) <= Hysteresis * _merit * Agreement(Read.Text, winner))
        {
            return false;
        }

        (Read, At, _merit) = (other.Read, other.At, other._merit);
        return true;
    }

    private static double Agreement(string text, string winner) => text == winner ? 1 : 0.35 * ReadingSimilarity.Measure(text, winner);
}
