using Dashboard.Domain.Plates;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// A second look when a group closes: all its reads together say more than each did when it came. It finds groups that
/// are pieces of another vehicle's: a run of misreads, or the same plate found again where nobody expected it.
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

    /// <summary>The vehicle that a group is a piece of, or null.</summary>
    public static TrackedVehicle? Find(TrackedVehicle part, IReadOnlyList<TrackedVehicle> vehicles, TrackingRules rules)
    {
        TrackedVehicle? found = null;
        foreach (var whole in vehicles)
        {
            if (whole != part && IsPiece(part, whole, rules)
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
        return part.Text == whole.Text
            || (!together && PlateText.FoldZeroAndOne(part.Text) == PlateText.FoldZeroAndOne(whole.Text))
            || (!together
                && outnumbered
                && part.Sightings <= MaxMisreadSightings
                && ReadingSimilarity.Measure(part.Text, whole.Text) >= MisreadSimilarity);
    }

    /// <summary>The vehicle stood at the place before and after, so nothing else can have been there.</summary>
    private static bool StoodThere(TrackedVehicle part, TrackedVehicle whole) =>
        whole.PlaceSince < part.FirstAt && whole.LastAt > part.LastAt && whole.IsStanding && whole.IsAtPlace(part.Corners);

    /// <summary>A parked vehicle comes into sight again, and was read wrong at first.</summary>
    private static bool IsThereAgain(TrackedVehicle part, TrackedVehicle whole, TrackingRules rules) =>
        whole.IsClosed && whole.IsStanding && part.IsUnmoved && part.FirstAt - whole.LastAt < rules.ParkedMemory
        && whole.IsAtPlace(part.Corners) && PlateText.FoldZeroAndOne(part.Text) == PlateText.FoldZeroAndOne(whole.Text);
}
