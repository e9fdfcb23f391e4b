using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Agents.Reads;

/// <summary>A read in the store, and what the tracker is given of it.</summary>
internal sealed record StoredRead(long Id, string Frame, DateTimeOffset At, PushedPlate Plate, PlateRead Read);

/// <summary>A vehicle that is to be stored.</summary>
/// <param name="Group">What the tracker makes of its reads.</param>
/// <param name="Uuid">The flow's; the same where the reads are grouped again after a kill.</param>
/// <param name="Reads">Its reads, in the order in which they came.</param>
/// <param name="IsPreview">It is still seen.</param>
internal sealed record ReadVehicle(PlateGroup Group, Guid Uuid, IReadOnlyList<StoredRead> Reads, bool IsPreview);

/// <summary>What became of reads: vehicles to store, and reads that make no flow.</summary>
internal sealed record ReadOutcomes(List<ReadVehicle> Vehicles, List<long> Done);

/// <summary>Groups the reads of one camera of an agent, with the tracker that groups those of our own cameras. Not thread-safe.</summary>
internal sealed class CameraReads(string agentUid, long number, TrackingRules rules, TimeProvider time)
{
    private readonly PlateTracker _tracker = new(rules);
    private readonly Dictionary<long, OpenGroup> _open = [];
    private DateTimeOffset _lastAt;
    private long _heardAt;

    public string AgentUid { get; } = agentUid;

    public long Number { get; } = number;

    /// <summary>How long no frame has come.</summary>
    public TimeSpan Silent => time.GetElapsedTime(_heardAt);

    /// <summary>Nothing is open, and nothing that is remembered can be seen again.</summary>
    public bool IsOver => _open.Count == 0 && Silent > rules.ParkedMemory;

    public void Observe(IReadOnlyList<StoredRead> frame, ReadOutcomes outcomes)
    {
        (_lastAt, _heardAt) = (frame[0].At, time.GetTimestamp());
        var byRead = frame.ToDictionary<StoredRead, object>(read => read.Read, ReferenceEqualityComparer.Instance);
        foreach (var tracked in _tracker.Observe(_lastAt, frame[0].Plate.Width, frame[0].Plate.Height, [.. frame.Select(read => read.Read)]))
        {
            var read = byRead[tracked.Read];
            if (tracked.Outcome != ReadOutcome.Joined)
            {
                outcomes.Done.Add(read.Id);
                continue;
            }

            if (!_open.TryGetValue(tracked.GroupId, out var group))
            {
                _open[tracked.GroupId] = group = new OpenGroup(UuidOf(read));
            }

            group.Reads.Add(read);
        }

        Finish(_tracker.Close(_lastAt), outcomes);
    }

    /// <summary>Closes by the clock what is due, where no frame has come for a while.</summary>
    public void CloseSilent(ReadOutcomes outcomes)
    {
        if (Silent is var silent && silent >= TimeSpan.FromSeconds(1))
        {
            Finish(_tracker.Close(_lastAt + silent), outcomes);
        }
    }

    private void Finish(ClosedGroups closed, ReadOutcomes outcomes)
    {
        foreach (var group in closed.Previews)
        {
            var open = _open[group.Id];
            open.Preview = group;
            outcomes.Vehicles.Add(new ReadVehicle(group, open.Uuid, [.. open.Reads], true));
        }

        foreach (var merged in closed.Merged)
        {
            if (_open.Remove(merged.Part, out var part))
            {
                Merge(part, merged.IsOpen ? _open.GetValueOrDefault(merged.Whole) : null, outcomes);
            }
        }

        foreach (var group in closed.Flows)
        {
            if (_open.Remove(group.Id, out var open))
            {
                outcomes.Vehicles.Add(new ReadVehicle(group, open.Uuid, open.Reads, false));
            }
        }

        foreach (var dropped in closed.Dropped)
        {
            if (_open.Remove(dropped, out var open))
            {
                outcomes.Done.AddRange(open.Reads.Select(read => read.Id));
            }
        }
    }

    // What was told early of a part is told on under its name; where both were told of, what was told of the part stays as it was told.
    private static void Merge(OpenGroup part, OpenGroup? whole, ReadOutcomes outcomes)
    {
        if (part.Preview is { } preview && whole is not { Preview: null })
        {
            outcomes.Vehicles.Add(new ReadVehicle(preview, part.Uuid, part.Reads, false));
            return;
        }

        if (whole is null)
        {
            outcomes.Done.AddRange(part.Reads.Select(read => read.Id));
            return;
        }

        (whole.Uuid, whole.Preview) = part.Preview is null ? (whole.Uuid, whole.Preview) : (part.Uuid, part.Preview);
        whole.Reads.AddRange(part.Reads);
    }

    private Guid UuidOf(StoredRead first)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{AgentUid}|{Number}|{first.Frame}|{first.Plate.PlateIndex}");
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16));
    }

    private sealed class OpenGroup(Guid uuid)
    {
        public Guid Uuid { get; set; } = uuid;

        public List<StoredRead> Reads { get; } = [];

        /// <summary>As it was told of early; null: it was not.</summary>
        public PlateGroup? Preview { get; set; }
    }
}
