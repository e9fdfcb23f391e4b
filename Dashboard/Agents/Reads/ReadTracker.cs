using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Agents.Intake;
using Dashboard.Domain.Tracking;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Storage;
using Dashboard.Tracking;

namespace Dashboard.Agents.Reads;

/// <summary>
/// Makes flows of the reads that agents push frame by frame. What it holds in memory is in the database too: after a kill it begins with what is
/// there, and comes to the same vehicles.
/// </summary>
internal sealed class ReadTracker(
    PushedReadStore store,
    ReadIntake intake,
    ReadBacklog backlog,
    ReadVehicleWriter writer,
    TrackingOptions tracking,
    GroupIntake groups,
    TimeProvider time,
    ILogger<ReadTracker> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookForOrphans = TimeSpan.FromSeconds(10);

    // Where nothing waits: frames that come to this server are told at once, so only what another has left behind is looked for.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly FailureLog _failures = new(log, "Pushed reads cannot be made flows yet; trying again", LogLevel.Error);
    private readonly TrackingRules _rules = tracking.ToRules();
    private readonly Dictionary<(string Agent, long Camera), CameraReads> _cameras = [];
    private readonly List<(ReadVehicle Vehicle, CameraReads Camera)> _due = [];
    private readonly List<long> _done = [];
    private long _last;
    private long? _cameAt;
    private long? _lookedAt;

    /// <summary>How long it rests until its next look, unless frames come to this server. What closes by silence needs a look soon.</summary>
    public TimeSpan NextLook => IsBusy ? Tick : Rest;

    // Another server gives a camera's reads to this one while this one groups them, and cannot tell it so.
    private bool IsBusy => backlog.Numbers.Waiting > 0 || (_cameAt is { } came && time.GetElapsedTime(came) < 2 * store.OwnerSilence);

    /// <summary>Takes what has come, and stores what is complete. Returns how many reads came.</summary>
    public async Task<int> WorkAsync(CancellationToken cancellationToken = default)
    {
        // What is too much for this server stays where another one finds it after a while.
        var rows = backlog.IsFull ? [] : await store.ReadAsync(_last, cancellationToken);
        if (rows.Count > 0)
        {
            if (_lookedAt is null)
            {
                log.LogInformation("{Reads} pushed reads of before are grouped on", rows.Count);
            }

            (_last, _cameAt) = (rows[^1].Id, time.GetTimestamp());
            Observe(rows);
        }

        var orphans = await TakeOverAsync(cancellationToken);
        foreach (var camera in _cameras.Values.ToList())
        {
            Collect(camera, camera.CloseSilent);
            if (camera.IsOver)
            {
                _cameras.Remove((camera.AgentUid, camera.Number));
            }
        }

        await StoreAsync(cancellationToken);
        return rows.Count + orphans;
    }

    // What is open when the program stops stays in the store and is grouped on after the next start.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        new WokenWork(intake.Arrived, new BackOff(Tick, Rest), _failures, time).RunAsync(
            async stop =>
            {
                while (await WorkAsync(stop) > 0)
                {
                    // More may have come meanwhile.
                }

                return NextLook;
            },
            stoppingToken);

    // Those behind the last one that was read here come with the next look.
    private async Task<int> TakeOverAsync(CancellationToken cancellationToken)
    {
        if (backlog.IsFull || (_lookedAt is { } looked && time.GetElapsedTime(looked) < LookForOrphans))
        {
            return 0;
        }

        _lookedAt = time.GetTimestamp();
        try
        {
            var orphans = await store.TakeOverAsync(cancellationToken);
            Observe([.. orphans.Where(row => row.Id <= _last)]);
            return orphans.Count;
        }
        catch
        {
            _last = 0; // Some may be this server's already, and would never be looked at again.
            throw;
        }
    }

    private void Observe(IEnumerable<WaitingRead> found)
    {
        var rows = found.Where(row => !backlog.Has(row.Id)).ToList();
        for (var i = 0; i < rows.Count;)
        {
            var first = rows[i];
            var frame = new List<StoredRead>();
            for (; i < rows.Count && rows[i].Frame == first.Frame; i++)
            {
                backlog.Add(rows[i].Id, rows[i].Bytes);
                if (JsonSerializer.Deserialize<PushedPlate>(rows[i].Body) is { Candidates.Count: > 0 } plate)
                {
                    frame.Add(new StoredRead(rows[i].Id, first.Frame, first.CapturedAt, plate, plate.ToRead()));
                }
                else
                {
                    _done.Add(rows[i].Id);
                }
            }

            if (frame.Count > 0)
            {
                var key = (first.AgentUid, first.CameraNumber);
                if (!_cameras.TryGetValue(key, out var camera))
                {
                    _cameras[key] = camera = new CameraReads(first.AgentUid, first.CameraNumber, _rules, time);
                }

                Collect(camera, outcomes => camera.Observe(frame, outcomes));
            }
        }
    }

    private void Collect(CameraReads camera, Action<ReadOutcomes> work)
    {
        var outcomes = new ReadOutcomes([], []);
        work(outcomes);
        _due.AddRange(outcomes.Vehicles.Select(vehicle => (vehicle, camera)));
        _done.AddRange(outcomes.Done);
    }

    // In order, so that a preview is stored before its end. What fails for now stays, and what is behind it.
    private async Task StoreAsync(CancellationToken cancellationToken)
    {
        while (_due.Count > 0)
        {
            var (vehicle, camera) = _due[0];
            try
            {
                await writer.StoreAsync(vehicle, camera.AgentUid, camera.Number, _rules.CandidateCount, cancellationToken);
                if (!vehicle.IsPreview)
                {
                    backlog.Remove(vehicle.Reads.Select(read => read.Id));
                }
            }
            catch (Exception exception) when (
                exception is not (OperationCanceledException or ChannelClosedException) && !StorageFailure.MayPass(exception))
            {
                groups.Refuse($"a vehicle that the database rejects: {StorageFailure.Describe(exception)}");
                _done.AddRange(vehicle.Reads.Select(read => read.Id));
            }

            _due.RemoveAt(0);
        }

        if (_done.Count > 0)
        {
            await store.RemoveAsync(_done, cancellationToken);
            backlog.Remove(_done);
            _done.Clear();
        }
    }
}
