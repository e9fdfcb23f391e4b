using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Agents.Intake;
using Dashboard.Domain.Tracking;
using Dashboard.Storage;
using Dashboard.Tracking;

namespace Dashboard.Agents.Reads;

/// <summary>
/// Makes flows of the reads that agents push frame by frame. What it holds in memory is in the database too: after a kill it begins with what is
/// there, and comes to the same vehicles.
/// </summary>
internal sealed class ReadTracker(
    ReadSpool spool,
    ReadIntake intake,
    ReadVehicleWriter writer,
    TrackingOptions tracking,
    GroupIntake groups,
    TimeProvider time,
    ILogger<ReadTracker> log)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookForOrphans = TimeSpan.FromSeconds(10);

    private readonly TrackingRules _rules = tracking.ToRules();
    private readonly Dictionary<(string Agent, long Camera), CameraReads> _cameras = [];
    private readonly List<(ReadVehicle Vehicle, CameraReads Camera)> _due = [];
    private readonly List<long> _done = [];
    private readonly HashSet<long> _held = [];
    private long _last;
    private long? _lookedAt;

    /// <summary>Takes what has come, and stores what is complete. Returns how many reads came.</summary>
    public async Task<int> WorkAsync(CancellationToken cancellationToken = default)
    {
        var rows = await spool.ReadAsync(_last, cancellationToken);
        if (rows.Count > 0)
        {
            if (_last == 0)
            {
                log.LogInformation("{Reads} pushed reads of before are grouped on", rows.Count);
            }

            _last = rows[^1].Id;
            Observe(rows);
        }

        if (_lookedAt is not { } looked || time.GetElapsedTime(looked) >= LookForOrphans)
        {
            _lookedAt = time.GetTimestamp();
            Observe([.. (await spool.TakeOverAsync(cancellationToken)).Where(row => row.Id <= _last && !_held.Contains(row.Id))]);
        }

        foreach (var camera in _cameras.Values.ToList())
        {
            Collect(camera, camera.CloseSilent);
            if (camera.IsOver)
            {
                _cameras.Remove((camera.AgentUid, camera.Number));
            }
        }

        intake.Waiting = _held.Count;
        await StoreAsync(cancellationToken);
        return rows.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var arrived = intake.Arrived.Listen();
        try
        {
            while (true)
            {
                try
                {
                    while (await WorkAsync(stoppingToken) > 0)
                    {
                        // More may have come meanwhile.
                    }
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogError("Pushed reads cannot be made flows yet, trying again: {Reason}", StorageFailure.Describe(exception));
                    await Task.Delay(Tick, time, stoppingToken);
                }

                await arrived.WaitAsync(Tick, time, stoppingToken);
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            // What is open stays in the spool and is grouped on after the next start.
        }
    }

    private void Observe(IReadOnlyList<PushedRead> rows)
    {
        for (var i = 0; i < rows.Count;)
        {
            var first = rows[i];
            var frame = new List<SpooledRead>();
            for (; i < rows.Count && rows[i].Frame == first.Frame; i++)
            {
                _held.Add(rows[i].Id);
                if (JsonSerializer.Deserialize<PushedPlate>(rows[i].Body) is { Candidates.Count: > 0 } plate)
                {
                    frame.Add(new SpooledRead(rows[i].Id, first.Frame, first.CapturedAt, plate, plate.ToRead()));
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
                    Release([.. vehicle.Reads.Select(read => read.Id)]);
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
            await spool.RemoveAsync(_done, cancellationToken);
            Release(_done);
            _done.Clear();
        }
    }

    private void Release(IReadOnlyList<long> reads)
    {
        _held.ExceptWith(reads);
        intake.Waiting = _held.Count;
    }
}
