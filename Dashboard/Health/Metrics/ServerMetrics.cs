using System.Diagnostics;
using System.Diagnostics.Metrics;
using Dashboard.Backups;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Flows.Recording;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Storage.Auditing;

namespace Dashboard.Health.Metrics;

/// <summary>
/// The server's numbers as instruments of one meter, which tools of .NET see as well. They read what the stages count anyway, and only when somebody
/// asks. The README lists them.
/// </summary>
internal sealed class ServerMetrics : IDisposable
{
    public const string MeterName = "Dashboard";

    private readonly CameraStore _cameras;
    private readonly CameraStatusBoard _statuses;
    private readonly DatabaseNumbers _database;
    private IReadOnlyList<Camera> _listed = [];

    public ServerMetrics(
        CameraStore cameras, CameraStatusBoard statuses, DatabaseNumbers database, PipelineQueues queues, RecognitionStatus recognition,
        RecorderStatus recorder, AuditTrail audit, BackupStatus backups, DiskSpace disk, NewestPictures newest, TimeProvider time)
    {
        (_cameras, _statuses, _database, Meter) = (cameras, statuses, database, new Meter(MeterName));
        AddCameras();
        AddRecognition(recognition);
        AddRoom(queues.Frames, newest);
        AddFlows(recorder, queues, audit);
        AddDatabase(time);
        AddMachine(disk, backups);
    }

    public Meter Meter { get; }

    /// <summary>Asks for what cannot be read at once.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _database.RefreshAsync(cancellationToken);
        if (_database.Current is not null)
        {
            _listed = await _cameras.ListAsync(SiteScope.Unrestricted, cancellationToken);
        }
    }

    public void Dispose() => Meter.Dispose();

    private void AddCameras()
    {
        Meter.CreateObservableCounter("plates.camera.frames", () => MeasureCameras(status => status.Captured), null, "Frames that a camera sent.");
        Meter.CreateObservableCounter(
            "plates.camera.frames.dropped", () => MeasureCameras(status => status.Dropped), null, "Frames that no recogniser had time for.");
        Meter.CreateObservableCounter(
            "plates.camera.faults", () => MeasureCameras(status => status.Faults), null, "Damaged or late pictures and breaks of the connection.");
        Meter.CreateObservableGauge(
            "plates.camera.up", () => MeasureCameras(status => status.State == CameraState.Running ? 1 : 0), null,
            "1 while frames of a camera that is on arrive.");
        Meter.CreateObservableGauge(
            "plates.camera.last_frame.timestamp.seconds",
            () => MeasureCameras(status => status.LastFrameAt?.ToUnixTimeSeconds() ?? 0), null, "When the last frame came, seconds since 1970.");
    }

    private void AddRecognition(RecognitionStatus recognition)
    {
        Meter.CreateObservableCounter("plates.frames.processed", () => recognition.Current.Frames, null, "Frames that plates were looked for in.");
        Meter.CreateObservableCounter("plates.frames.still", () => recognition.Current.StillFrames, null, "Frames that showed nothing new.");
        Meter.CreateObservableCounter("plates.frames.failed", () => recognition.Current.Errors, null, "Frames that recognition failed on.");
        Meter.CreateObservableCounter("plates.found", () => recognition.Current.Found, null, "Plates found, a plate in each frame.");
        Meter.CreateObservableCounter("plates.reads", () => recognition.Current.Reads, null, "Plates read; others were known already.");
        Meter.CreateObservableGauge(
            "plates.frame.processing.seconds", () => recognition.Current.Latency.TotalSeconds, null, "Mean time of a frame, over ten seconds.");
        Meter.CreateObservableGauge(
            "plates.recognition.up", () => recognition.Current is { IsReady: true, Fault: null } ? 1 : 0, null, "1 while plates are read.");
    }

    private void AddRoom(LatestFrames frames, NewestPictures newest)
    {
        Meter.CreateObservableCounter(
            "plates.frames.crowded_out", () => frames.CrowdedOut, null,
            "Frames dropped because those of other cameras took the memory for frames that wait.");
        Meter.CreateObservableCounter(
            "plates.pictures.left_out", () => newest.LeftOut, null,
            "Newest frames not kept for pages because those of other cameras took the memory for them.");
    }

    private void AddFlows(RecorderStatus recorder, PipelineQueues queues, AuditTrail audit)
    {
        Meter.CreateObservableCounter("plates.flows.stored", () => recorder.Current.Stored, null, "Flows of this machine's cameras stored.");
        Meter.CreateObservableCounter("plates.flows.rejected", () => recorder.Current.Rejected, null, "Flows that can never be stored.");
        Meter.CreateObservableGauge("plates.flows.pending", () => recorder.Current.Pending, null, "Flows taken in and not stored yet.");
        Meter.CreateObservableGauge("plates.storing.up", () => recorder.Current.Fault is null ? 1 : 0, null, "1 while flows can be stored.");
        Meter.CreateObservableGauge(
            "plates.queue.length",
            () => new Measurement<int>[]
            {
                new(queues.Reads.Reader.Count, new KeyValuePair<string, object?>("queue", "reads")),
                new(queues.FlowDrafts.Reader.Count, new KeyValuePair<string, object?>("queue", "flows")),
                new(audit.Waiting.Count, new KeyValuePair<string, object?>("queue", "audit")),
            },
            null,
            "What waits between the stages: reads for tracking, flows for the database, entries for the audit.");
    }

    private void AddDatabase(TimeProvider time)
    {
        Meter.CreateObservableGauge("plates.database.up", () => _database.Current is null ? 0 : 1, null, "1 while the database answers.");
        Meter.CreateObservableGauge(
            "plates.deliveries",
            () => Known(work => new Measurement<long>[]
            {
                new(work.WaitingDeliveries, new KeyValuePair<string, object?>("state", "waiting")),
                new(work.FailedDeliveries, new KeyValuePair<string, object?>("state", "failed")),
            }),
            null,
            "Messages to web hooks and mail that wait or have failed; 10000 is that many or more.");
        Meter.CreateObservableGauge(
            "plates.delivery.lag.seconds",
            () => Known(work => new Measurement<double>[]
            {
                new(work.OldestDelivery is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0),
            }),
            null,
            "Age of the oldest message that waits.");
        Meter.CreateObservableGauge(
            "plates.flows.behind",
            () => Known(work => new Measurement<long>[]
            {
                new(work.NotLookedUp, new KeyValuePair<string, object?>("follower", "alerts")),
                new(work.NotCounted, new KeyValuePair<string, object?>("follower", "statistics")),
                new(work.Changes, new KeyValuePair<string, object?>("follower", "changes")),
            }),
            null,
            "Stored flows that alert lists and statistics have not followed yet, and changes of flows.");
        Meter.CreateObservableGauge(
            "plates.database.bytes", () => _database.FileBytes is { } bytes ? [new Measurement<long>(bytes)] : Array.Empty<Measurement<long>>(),
            null, "Size of the SQLite file with its log.");
    }

    private void AddMachine(DiskSpace disk, BackupStatus backups)
    {
        Meter.CreateObservableGauge("plates.disk.free.bytes", () => OfDisk(numbers => numbers.Free), null, "Free on the data directory's disk.");
        Meter.CreateObservableGauge("plates.disk.total.bytes", () => OfDisk(numbers => numbers.Total), null, "Size of that disk.");
        Meter.CreateObservableGauge(
            "plates.backup.failed", () => backups.Last is { Fault: not null } ? 1 : 0, null, "1 where the last backup by the server failed.");
        Meter.CreateObservableGauge("process.resident_memory.bytes", () => Environment.WorkingSet, null, "Memory of the process.");
        Meter.CreateObservableGauge("dotnet.gc.heap.bytes", () => GC.GetTotalMemory(forceFullCollection: false), null, "Managed memory.");
        Meter.CreateObservableGauge("process.threads", () => Threads(), null, "Threads of the process.");
        Meter.CreateObservableCounter("process.cpu.seconds", () => Environment.CpuUsage.TotalTime.TotalSeconds, null, "Time of processors used.");
        Meter.CreateObservableGauge(
            "plates.build.info",
            () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", ProgramVersion.Text)), null, "The version, as a label.");

        IEnumerable<Measurement<long>> OfDisk(Func<DiskNumbers, long> number) =>
            disk.Read() is { } numbers ? [new Measurement<long>(number(numbers))] : [];
    }

    private static int Threads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }

    private IEnumerable<Measurement<long>> MeasureCameras(Func<CameraStatus, long> number) => _listed
        .Where(camera => camera is { IsEnabled: true, IsBrought: false })
        .Select(camera => new Measurement<long>(
            number(_statuses.Get(camera.Id)),
            new KeyValuePair<string, object?>("camera", camera.Alias), new KeyValuePair<string, object?>("id", camera.Id)));

    private IEnumerable<Measurement<T>> Known<T>(Func<WaitingWork, IEnumerable<Measurement<T>>> numbers)
        where T : struct => _database.Current is { } work ? numbers(work) : [];
}
