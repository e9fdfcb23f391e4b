using Dashboard.Capture.Drops;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.Vehicles;
using Dashboard.Tracking;

namespace Dashboard.Flows.Drops;

/// <summary>
/// Makes flows of dropped pictures, one picture at a time of all folders, so that cameras that are watched lose at most one core to them.
/// </summary>
internal sealed class DropReader(
    Lazy<IPlateRecognizer> recognizer,
    IVehicleColorReader colors,
    IPictureEncoder encoder,
    PipelineQueues queues,
    TrackingOptions tracking,
    TimeProvider time,
    ILogger<VehicleTracking> log) : IDropReader, IDisposable
{
    /// <summary>For so long the next picture may show the same vehicle: cameras send some of each, a second or more apart.</summary>
    internal static readonly TimeSpan TimeDelta = TimeSpan.FromSeconds(5);

    /// <summary>A vehicle is stored so long after its first picture, though more of it come.</summary>
    internal static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(15);

    private readonly SemaphoreSlim _reading = new(1);

    public IDroppedVehicles Open() => new DroppedVehicles(Track, ReadAsync, queues);

    public void Dispose() => _reading.Dispose();

    // No previews: a vehicle may be anywhere in its next picture, and what was told of early could not be taken back.
    private VehicleTracking Track() => new(
        tracking.ToRules().ForOnePicture() with
        {
            TimeDelta = tracking.TimeDelta > TimeDelta ? tracking.TimeDelta : TimeDelta,
            MaxDelay = tracking.MaxDelay > MaxDelay ? tracking.MaxDelay : MaxDelay,
        },
        encoder,
        colors,
        () => recognizer.Value.Version,
        time,
        log);

    private async Task<FrameReads> ReadAsync(VideoFrame frame, CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(
                () =>
                {
                    var began = time.GetTimestamp();
                    var reads = recognizer.Value.Recognize(
                        LumaImage.FromFrame(frame), frame.RegionOfInterest, tracking.CandidateCount, frame.Countries);
                    return new FrameReads(frame, reads) { ProcessingMs = time.GetElapsedTime(began).TotalMilliseconds };
                },
                cancellationToken);
        }
        finally
        {
            _reading.Release();
        }
    }
}
