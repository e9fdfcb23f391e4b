using Dashboard.Domain.Plates;
using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// Judges whether a read is of a vehicle: the better the place fits, the more the text may differ. What comes into sight after a pause, or back where
/// the vehicle came from, is a group of its own whatever it says: a vehicle of the next number may follow, and one read may be wrong. When it
/// closes all its reads tell whether the vehicle was seen again (<see cref="SameVehicle"/>). Only where a vehicle stands unseen does one
/// that looks alike count as the same: what takes its place there with such a plate is not told from it.
/// </summary>
internal static class Association
{
    /// <summary>Longer than this without a read is a pause.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1200);

    /// <summary>A plate that is followed is not lost from sight for longer: what is followed as another one after it is another one.</summary>
    private static readonly TimeSpan FollowedPause = TimeSpan.FromMilliseconds(400);

    /// <summary>How far from where it was or should be a plate is found next, in its own widths, and how much narrower.</summary>
    private const double NextWidths = 2;
    private const double NextSize = 0.6;

    private const int ComparedCandidates = 3;

    /// <summary>How similar a text must be, by place and by whether another plate may be there.</summary>
    private const double SamePlaceSimilarity = 0.5;
    private const double ReachableSimilarity = 0.65;
    private const double SureSimilarity = 0.9;
    private const double FollowedSurplus = 0.15;
    private const double StandingSimilarity = 0.88;
    private const double SameText = 1;

    /// <summary>Distance of two points in pixels.</summary>
    public static double Distance(PicturePoint a, PicturePoint b) =>
        Math.Sqrt(((a.X - b.X) * (double)(a.X - b.X)) + ((a.Y - b.Y) * (double)(a.Y - b.Y)));

    /// <summary>How well a read fits a vehicle, more is better; null where it is none of it.</summary>
    public static double? Score(TrackedVehicle vehicle, PlateRead read, DateTimeOffset now, TrackingRules rules)
    {
        var remembered = now - vehicle.LastAt >= rules.TimeDelta;
        if (remembered && !vehicle.IsAtPlace(read.Corners))
        {
            return null;
        }

        var (near, needed) = Place(vehicle, read, now);
        if (needed is null || Similarity(vehicle, read) is var similarity && similarity < needed)
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

    /// <summary>
    /// How near the read is to where the vehicle is or should be (1 to 0), and how similar its text must be there; null: it is none of it.
    /// </summary>
    private static (double Near, double? Needed) Place(TrackedVehicle vehicle, PlateRead read, DateTimeOffset now)
    {
        var (center, last) = (read.Corners.Center, vehicle.Corners);
        var gap = now - vehicle.LastAt;
        var distance = Math.Min(Distance(center, last.Center), Distance(center, vehicle.Predict(now)));
        var (narrow, wide) = last.Width < read.Corners.Width ? (last.Width, read.Corners.Width) : (read.Corners.Width, last.Width);
        var widths = distance / Math.Max(1, wide);
        var near = 1 / (1 + widths);
        var isFar = widths > NextWidths;
        var isResized = narrow < NextSize * wide;
        if (IsFollowed(vehicle, read) || (!isFar && !isResized && gap <= (IsFollowedAsAnother(vehicle, read) ? FollowedPause : Pause)))
        {
            return (near, Needed(vehicle, read, widths <= 0.3 && narrow >= 0.8 * wide ? SamePlaceSimilarity : ReachableSimilarity));
        }

        if (vehicle.IsStanding && vehicle.IsAtPlace(read.Corners))
        {
            return (near, StandingSimilarity);
        }

        return gap > Pause || IsBehind(vehicle, read.Corners, isFar, isResized) ? (near, null) : (near, SameText);
    }

    /// <summary>Whether a plate is back where the vehicle came from: up its path, or of the size that it had there.</summary>
    private static bool IsBehind(TrackedVehicle vehicle, PlateCorners corners, bool isFar, bool isResized)
    {
        var (from, at, to) = (vehicle.Entered, vehicle.Corners, corners);
        var (a, b, c) = (from.Center, at.Center, to.Center);
        return (isFar && ((b.X - a.X) * (c.X - b.X)) + ((b.Y - a.Y) * (c.Y - b.Y)) < 0)
            || (isResized && (at.Width - from.Width) * (to.Width - at.Width) < 0);
    }

    /// <summary>
    /// A sure read that contradicts a vehicle whose reads agree is another vehicle sooner than a misread: the picture of a
    /// still camera was cut, one car hides the other, or a fleet drives by whose plates differ in one character. Where it was a misread after all,
    /// its group stays small and joins the vehicle when it closes (<see cref="SameVehicle"/>). A plate that was followed from frame to frame
    /// contradicts less, one that was followed as another more, and one that is leaving the picture does not.
    /// </summary>
    private static double Needed(TrackedVehicle vehicle, PlateRead read, double unsure)
    {
        var isPart = read.Text.Length >= ReadingSimilarity.MinPartLength
            && (vehicle.Text.StartsWith(read.Text, StringComparison.Ordinal) || vehicle.Text.EndsWith(read.Text, StringComparison.Ordinal));
        var sure = IsFollowed(vehicle, read) ? unsure + FollowedSurplus : IsFollowedAsAnother(vehicle, read) ? SameText : SureSimilarity;
        return vehicle.IsSettled && !isPart ? unsure + ((sure - unsure) * Math.Clamp((read.Confidence - 0.6) / 0.3, 0, 1)) : unsure;
    }

    private static bool IsFollowed(TrackedVehicle vehicle, PlateRead read) => read.Track != 0 && read.Track == vehicle.Track;

    private static bool IsFollowedAsAnother(TrackedVehicle vehicle, PlateRead read) =>
        read.Track != 0 && vehicle.Track != 0 && read.Track != vehicle.Track;
}
