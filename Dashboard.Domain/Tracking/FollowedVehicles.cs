using Dashboard.Domain.Recognition;

namespace Dashboard.Domain.Tracking;

/// <summary>
/// The vehicles that a tracker follows or remembers, at most <see cref="PlateTracker.MaxVehicles"/>, and which of them a plate may be of.
/// </summary>
internal sealed class FollowedVehicles(TrackingRules rules)
{
    private readonly List<TrackedVehicle> _vehicles = [];
    private long _lastId;

    /// <summary>All of them, in the order in which they came.</summary>
    public IReadOnlyList<TrackedVehicle> All => _vehicles;

    /// <summary>Whether the next one has a place only if another goes.</summary>
    public bool IsFull => _vehicles.Count >= PlateTracker.MaxVehicles;

    public TrackedVehicle Add()
    {
        var vehicle = new TrackedVehicle(++_lastId);
        _vehicles.Add(vehicle);
        return vehicle;
    }

    /// <summary>Who makes room first: those that are only remembered, of them the one not seen for longest.</summary>
    public TrackedVehicle Oldest() => _vehicles.OrderByDescending(v => v.IsClosed).ThenBy(v => v.LastAt).ThenBy(v => v.Id).First();

    public void Remove(TrackedVehicle vehicle)
    {
        _vehicles.Remove(vehicle);
        foreach (var other in _vehicles)
        {
            other.SeenWith.Remove(vehicle.Id);
        }
    }

    /// <summary>
    /// Forgets those that have not been seen for as long as they are remembered: until a group that began in time to be of them has closed.
    /// </summary>
    public void Forget(DateTimeOffset now)
    {
        var longest = rules.TimeDelta > rules.MaxDelay ? rules.TimeDelta : rules.MaxDelay;
        for (var i = _vehicles.Count - 1; i >= 0; i--)
        {
            var vehicle = _vehicles[i];
            var keep = vehicle.IsStanding ? rules.ParkedMemory : rules.TimeDelta + longest;
            if (vehicle.IsClosed && now - vehicle.LastAt >= keep)
            {
                Remove(vehicle);
            }
        }
    }

    /// <summary>One vehicle a read and one read a vehicle, best fit first; null: none that is known.</summary>
    public TrackedVehicle?[] Assign(List<PlateRead> reads, DateTimeOffset now)
    {
        var fits = new List<(double Score, int Read, TrackedVehicle Vehicle)>();
        for (var i = 0; i < reads.Count; i++)
        {
            foreach (var vehicle in _vehicles)
            {
                if (CanTake(vehicle, now) && Association.Score(vehicle, reads[i], now, rules) is { } score)
                {
                    fits.Add((score, i, vehicle));
                }
            }
        }

        var owners = new TrackedVehicle?[reads.Count];
        foreach (var (_, read, vehicle) in fits.OrderByDescending(f => f.Score).ThenBy(f => f.Read).ThenBy(f => f.Vehicle.Id))
        {
            if (owners[read] is null && !owners.Contains(vehicle))
            {
                owners[read] = vehicle;
            }
        }

        return owners;
    }

    /// <summary>The vehicle of a plate without a text: the one that it was followed as, else the one that is there.</summary>
    /// <param name="taken">Those that have a plate in this frame already.</param>
    public TrackedVehicle? FindUnread(PlateRead unread, List<TrackedVehicle> taken, DateTimeOffset now)
    {
        var (best, overlap) = (default(TrackedVehicle), PlateTracker.SamePlate);
        foreach (var vehicle in _vehicles)
        {
            if (taken.Contains(vehicle) || !CanTake(vehicle, now))
            {
                continue;
            }

            if (unread.Track != 0 && vehicle.Track == unread.Track)
            {
                return vehicle;
            }

            // Where one has gone from that did not stand, another one comes.
            var isThere = vehicle.IsStanding || now - vehicle.LastAt <= Association.Pause;
            var shared = vehicle.Corners.Bounds.Overlap(unread.Corners.Bounds);
            if (isThere && shared > overlap)
            {
                (best, overlap) = (vehicle, shared);
            }
        }

        return best;
    }

    /// <summary>A plate that is followed is of one vehicle: the one it was given to last.</summary>
    public void SetTrack(TrackedVehicle vehicle, long track)
    {
        if (track == 0 || vehicle.Track == track)
        {
            return;
        }

        foreach (var other in _vehicles)
        {
            if (other.Track == track)
            {
                other.Track = 0;
            }
        }

        vehicle.Track = track;
    }

    private bool CanTake(TrackedVehicle vehicle, DateTimeOffset now) =>
        !vehicle.IsClosed || now - vehicle.LastAt < (vehicle.IsStanding ? rules.ParkedMemory : rules.TimeDelta);
}
