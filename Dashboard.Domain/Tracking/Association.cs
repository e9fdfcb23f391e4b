using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// Judges whether a read is of a vehicle: the better the place fits, the more the text may differ. After a pause the place
/// says little, since another vehicle may have pulled up, and only a text that differs by look-alikes is the same vehicle.
/// </summary>
internal static class Association
{
    /// <summary>Longer than this without a read is a pause.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1200);

    /// <summary>
    /// How far a plate can go, in its own widths a second: 50 km/h are 27 widths of a 0.52 m plate, and the nearer half of
    /// the picture hardly ever sees that head on.
    /// </summary>
    private const double WidthsPerSecond = 20;

    private const int ComparedCandidates = 3;

    /// <summary>How similar a text must be, by place and after a pause or not.</summary>
    private const double SamePlaceSimilarity = 0.5;
    private const double ReachableSimilarity = 0.65;
    private const double SureSimilarity = 0.9;
    private const double FollowedSurplus = 0.15;
    private const double PausedSimilarity = 0.88;
    private const double AnywhereSimilarity = 0.93;

    /// <summary>Distance of two points in pixels.</summary>
    public static double Distance(PicturePoint a, PicturePoint b) =>
        Math.Sqrt(((a.X - b.X) * (double)(a.X - b.X)) + ((a.Y - b.Y) * (double)(a.Y - b.Y)));

    /// <summary>How well a read fits a vehicle, more is better; null where it is none of it.</summary>
    public static double? Score(TrackedVehicle vehicle, PlateRead read, DateTimeOffset now, TrackingRules rules)
    {
        var gap = now - vehicle.LastAt;
        var remembered = gap >= rules.TimeDelta;
        if (remembered && !vehicle.IsAtPlace(read.Corners))
        {
            return null;
        }

        var similarity = Similarity(vehicle, read);
        var (near, needed) = Place(vehicle, read, now, gap > Pause);
        if (similarity < needed)
        {
            return null;
        }

        // Of two that fit equally the one that was seen last: a remembered one has most likely gone.
        return (2 * similarity) + near - (remembered ? 0.6 : 0);
    }

    /// <summary>Similarity of a read to what a vehicle's reads said, over the best candidates; the best text counts most.</summary>
    private static double Similarity(TrackedVehicle vehicle, PlateRead read)
    {
        double best = 0;
        for (var i = 0; i < read.Candidates.Count && i < ComparedCandidates; i++)
        {
            var candidate = read.Candidates[i];
            var trust = i == 0 ? 1 : 0.6 + (0.4 * Math.Min(1, candidate.Confidence / Math.Max(0.01, read.Confidence)));
            best = Math.Max(best, trust * ReadingSimilarity.Measure(candidate.Text, vehicle.Text));
        }

        return Math.Max(best, 0.95 * ReadingSimilarity.Measure(read.Text, vehicle.Last.Text));
    }

    /// <summary>How near the read is to where the vehicle is or should be (1 to 0), and how similar its text must be there.</summary>
    private static (double Near, double Needed) Place(TrackedVehicle vehicle, PlateRead read, DateTimeOffset now, bool paused)
    {
        var (center, last) = (read.Corners.Center, vehicle.Corners);
        var distance = Math.Min(Distance(center, last.Center), Distance(center, vehicle.Predict(now)));
        var (narrow, wide) = last.Width < read.Corners.Width ? (last.Width, read.Corners.Width) : (read.Corners.Width, last.Width);
        var widths = distance / Math.Max(1, wide);
        var reach = 1 + (WidthsPerSecond * Math.Min(1, (now - vehicle.LastAt).TotalSeconds));
        if (widths > reach || narrow < 0.3 * wide)
        {
            return (0, AnywhereSimilarity);
        }

        var needed = paused ? PausedSimilarity
            : Needed(vehicle, read, widths <= 0.3 && narrow >= 0.8 * wide ? SamePlaceSimilarity : ReachableSimilarity);
        return (1 / (1 + widths), needed);
    }

    /// <summary>
    /// A sure read that contradicts a vehicle whose reads agree is another vehicle sooner than a misread: the picture of a
    /// still camera was cut, one car hides the other, or a fleet drives by whose plates differ in one character. Where it was a misread after all,
    /// its group stays small and joins the vehicle when it closes (<see cref="SameVehicle"/>). A plate that was followed from frame to frame
    /// contradicts less, and one that is leaving the picture does not.
    /// </summary>
    private static double Needed(TrackedVehicle vehicle, PlateRead read, double unsure)
    {
        var isPart = read.Text.Length >= ReadingSimilarity.MinPartLength
            && (vehicle.Text.StartsWith(read.Text, StringComparison.Ordinal) || vehicle.Text.EndsWith(read.Text, StringComparison.Ordinal));
        var isFollowed = read.Track != 0 && read.Track == vehicle.Track;
        var surplus = isFollowed ? FollowedSurplus : SureSimilarity - unsure;
        return vehicle.IsSettled && !isPart ? unsure + (surplus * Math.Clamp((read.Confidence - 0.6) / 0.3, 0, 1)) : unsure;
    }
}
