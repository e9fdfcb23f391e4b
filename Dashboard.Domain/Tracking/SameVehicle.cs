using Dashboard.Domain.Plates;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// A second look when a group closes: all its reads together say more than each did when it came. It finds groups that
/// are pieces of another vehicle's: a run of misreads, or the same plate found again where nobody expected it. Of two texts that look alike
/// two groups are one vehicle where both say both. So two vehicles, one after the other, whose reads say the other's plate nearly as often
/// as their own are taken for one, and one that was hidden is two where all its reads before say the one and all after it the other.
/// </summary>
internal static class SameVehicle
{
    /// <summary>
    /// A group that says something else belongs to a vehicle only if that was seen this many times as often; where it stands, twice is enough.
    /// </summary>
    private const int Outnumbered = 4;

    /// <summary>A run of misreads is not seen longer than this; a vehicle of a similar number, soon after, is seen longer.</summary>
    private const int MaxMisreadSightings = 3;

    private const double MisreadSimilarity = 0.6;

    /// <summary>Texts that differ in a character that looks alike.</summary>
    private const double LookAlikeSimilarity = 0.88;

    /// <summary>How much oftener a group says its own text than the other group does where they are of two vehicles.</summary>
    private const double Contrast = 0.35;

    /// <summary>So long a plate may be lost from sight on its way, how straight it goes on, and how much faster than before at most.</summary>
    private static readonly TimeSpan MaxBreak = TimeSpan.FromMilliseconds(600);
    private const double Straight = 0.85;
    private const double Faster = 3;

    /// <summary>What is found that near, in widths of the plate, was not lost; and of about its size is what is so much of it.</summary>
    private const double StepWidths = 0.25;
    private const double SameSize = 0.8;

    /// <summary>What came into sight last and has fewer reads has hardly begun: it tells what it is when it closes.</summary>
    private const int MinTelling = 5;

    /// <summary>The vehicle that a group is a piece of, or null.</summary>
    public static TrackedVehicle? Find(TrackedVehicle part, IReadOnlyList<TrackedVehicle> vehicles, TrackingRules rules)
    {
        TrackedVehicle? found = null;
        foreach (var whole in vehicles)
        {
            var hasHardlyBegun = !whole.IsClosed && whole.LastAt > part.LastAt && whole.ReadCount < Math.Min(MinTelling, part.ReadCount);
            if (whole != part && !hasHardlyBegun && IsPiece(part, whole, rules)
                && (found is null || whole.Sightings > found.Sightings))
            {
                found = whole;
            }
        }

        return found;
    }

    private static bool IsPiece(TrackedVehicle part, TrackedVehicle whole, TrackingRules rules)
    {
        var outnumbered = whole.Sightings >= (whole.IsAtPlace(part.Corners) ? 2 : Outnumbered) * part.Sightings;
        var together = part.SeenWith.Contains(whole.Id);
        if (!together && ((outnumbered && StoodThere(part, whole)) || IsThereAgain(part, whole, rules)))
        {
            return true;
        }

        if (part.FirstAt - whole.LastAt >= rules.TimeDelta || whole.FirstAt - part.LastAt >= rules.TimeDelta)
        {
            return false;
        }

        // A number is on the road once: the same one twice in a picture is a reflection or a second plate of one vehicle.
        return part.Text == whole.Text || (!together && MaySayTheSame(part, whole, outnumbered));
    }

    private static bool MaySayTheSame(TrackedVehicle part, TrackedVehicle whole, bool outnumbered)
    {
        var similarity = ReadingSimilarity.Measure(part.Text, whole.Text);
        return PlateText.FoldZeroAndOne(part.Text) == PlateText.FoldZeroAndOne(whole.Text)
            || (outnumbered && part.Sightings <= MaxMisreadSightings && similarity >= MisreadSimilarity)
            || (similarity >= LookAlikeSimilarity && (AreInterleaved(part, whole) || GoesOn(part, whole) || !Contradict(part, whole)));
    }

    /// <summary>Each says its own text so much oftener than the other that chance does not explain it; of few reads it explains much.</summary>
    private static bool Contradict(TrackedVehicle part, TrackedVehicle whole) =>
        part.ShareOf(part.Text, whole.Text) - whole.ShareOf(part.Text, whole.Text)
            >= Math.Max(Contrast, 1 / Math.Sqrt(Math.Min(part.ReadCount, whole.ReadCount)));

    /// <summary>For half of the shorter one's time and longer they were seen in turn, never at once: reads of one vehicle that flicker.</summary>
    private static bool AreInterleaved(TrackedVehicle a, TrackedVehicle b)
    {
        var from = a.FirstAt > b.FirstAt ? a.FirstAt : b.FirstAt;
        var to = a.LastAt < b.LastAt ? a.LastAt : b.LastAt;
        return to - from > TimeSpan.FromTicks(Math.Min((a.LastAt - a.FirstAt).Ticks, (b.LastAt - b.FirstAt).Ticks) / 2);
    }

    /// <summary>
    /// The one came into sight where the other had just been on its way to: a plate that was lost for a frame or two and read as something else from
    /// there on. In a row of vehicles the next one comes into sight behind the one before, never ahead of it.
    /// </summary>
    private static bool GoesOn(TrackedVehicle a, TrackedVehicle b)
    {
        var (before, after) = a.FirstAt < b.FirstAt ? (a, b) : (b, a);
        var gap = after.FirstAt - before.LastAt;
        if (gap <= TimeSpan.Zero || gap > MaxBreak)
        {
            return false;
        }

        var (from, at, to) = (before.Entered.Center, before.Corners.Center, after.Entered.Center);
        var (pathX, pathY, stepX, stepY) = (at.X - from.X, at.Y - from.Y, to.X - at.X, to.Y - at.Y);
        var (path, step) = (Association.Distance(from, at), Association.Distance(at, to));
        var (enteredWidth, width, nextWidth) = (before.Entered.Width, before.Corners.Width, after.Entered.Width);
        if (path < width || step < StepWidths * width)
        {
            return false;
        }

        // Whatever comes towards the camera seems to go ever faster.
        var reach = (Faster * path * (gap / (before.LastAt - before.FirstAt))) + width;
        var isStraight = (pathX * stepX) + (pathY * stepY) >= Straight * path * step;
        var isOfItsSize = (width - enteredWidth) * (nextWidth - width) >= 0 || Math.Min(width, nextWidth) >= SameSize * Math.Max(width, nextWidth);
        return isStraight && step <= reach && isOfItsSize;
    }

    /// <summary>The vehicle stood at the place before and after, so nothing else can have been there.</summary>
    private static bool StoodThere(TrackedVehicle part, TrackedVehicle whole) =>
        whole.PlaceSince < part.FirstAt && whole.LastAt > part.LastAt && whole.IsStanding && whole.IsAtPlace(part.Corners);

    /// <summary>A parked vehicle comes into sight again, and was read wrong at first.</summary>
    private static bool IsThereAgain(TrackedVehicle part, TrackedVehicle whole, TrackingRules rules) =>
        whole.IsClosed && whole.IsStanding && part.IsUnmoved && part.FirstAt - whole.LastAt < rules.ParkedMemory
        && whole.IsAtPlace(part.Corners) && PlateText.FoldZeroAndOne(part.Text) == PlateText.FoldZeroAndOne(whole.Text);
}
