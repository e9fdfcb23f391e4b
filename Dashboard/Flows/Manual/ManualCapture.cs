using System.Threading.Channels;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.Vehicles;
using Dashboard.Storage;
using Dashboard.Tracking;

namespace Dashboard.Flows.Manual;

/// <summary>How patiently an image is taken.</summary>
/// <param name="Delay">Wait before the first image, 0 to 3 s.</param>
/// <param name="MaxRetries">How often another one is taken while there is none, or no plate is read in it, 0 to 5.</param>
/// <param name="Interval">Wait between two images, 0.5 to 1.5 s.</param>
internal sealed record ManualTiming(TimeSpan Delay, int MaxRetries, TimeSpan Interval);

/// <summary>What a capture by hand gave: the flow as it is stored.</summary>
/// <param name="Source">Where its image is from.</param>
/// <param name="Retries">How many retries were made.</param>
/// <param name="SnapshotError">Why the camera's address of single pictures gave none; null: it did, or there is none.</param>
internal sealed record ManualFlow(FlowWithCamera Row, ImageSource Source, int Retries, string? SnapshotError = null);

/// <summary>
/// Makes a flow because somebody asks for one: takes the camera's newest image, reads it, and hands the flow to the recorder. Captures are read
/// one at a time, so that however many are asked for, the cameras that are watched lose at most one core to them.
/// </summary>
internal sealed class ManualCapture(
    ManualImages images,
    Lazy<IPlateRecognizer> recognizer,
    IVehicleColorReader colors,
    PictureCodec codec,
    PipelineQueues queues,
    TrackingOptions tracking,
    TimeProvider time,
    ILogger<ManualCapture> log) : IDisposable
{
    /// <summary>How many captures may be under way at once; more are refused.</summary>
    public const int MaxConcurrent = 100;

    /// <summary>Images that are frames at once: one is read while the next is decoded.</summary>
    private const int MaxFrames = 2;

    private readonly SemaphoreSlim _frames = new(MaxFrames);
    private readonly SemaphoreSlim _reading = new(1);
    private int _underWay;

    /// <summary>Why a camera cannot be asked; null where it can.</summary>
    public static string? Refusal(Camera camera) =>
        !camera.IsEnabled ? "The camera is disabled."
        : camera.CaptureMode == CaptureMode.Auto ? "The camera's capture_mode is auto; manual captures need manual or both."
        : camera is { AgentId: not null, SnapshotUrl: null } ? "The camera is watched by an agent on another machine; "
            + "a manual capture needs an address of single pictures that this server reaches."
        : null;

    /// <summary>
    /// Takes images until a plate is read or the retries are used up, and stores one flow of the best of them. Throws
    /// <see cref="ManualCaptureException"/> where there is no image, recognition fails, or too many ask at once; then nothing is stored.
    /// </summary>
    public async Task<ManualFlow> CaptureAsync(Camera camera, ManualTiming timing, CancellationToken cancellationToken)
    {
        if (Interlocked.Increment(ref _underWay) > MaxConcurrent)
        {
            Interlocked.Decrement(ref _underWay);
            throw new ManualCaptureException(
                ManualFailure.Busy, $"{MaxConcurrent} captures are under way, which is the most; try again in a moment.");
        }

        Shot? best = null;
        try
        {
            await Task.Delay(timing.Delay, time, cancellationToken);
            for (var retries = 0; ; retries++)
            {
                best = await TakeAsync(camera, best, cancellationToken);

                if (best?.Read is not null || retries == timing.MaxRetries)
                {
                    return best is { } found
                        ? new ManualFlow(await StoreAsync(camera, found, cancellationToken), found.Source, retries, found.SnapshotError)
                        : throw new ManualCaptureException(ManualFailure.NoImage, "Could not get current image from the camera");
                }

                await Task.Delay(timing.Interval, time, cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    public void Dispose()
    {
        _frames.Dispose();
        _reading.Dispose();
    }

    // The better of the best so far and a new one. What is kept is the file: a frame of each that waits would be too much memory.
    private async Task<Shot?> TakeAsync(Camera camera, Shot? best, CancellationToken cancellationToken)
    {
        var taken = await images.TakeAsync(camera, cancellationToken);
        await _frames.WaitAsync(cancellationToken);
        try
        {
            if (await images.OpenAsync(taken, cancellationToken) is not { } image)
            {
                return best;
            }

            using var frame = image.Frame;
            await _reading.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(() => Read(camera, image, best), cancellationToken);
            }
            finally
            {
                _reading.Release();
            }
        }
        finally
        {
            _frames.Release();
        }
    }

    // With the flow's image where reading fails; that of an earlier try is no better.
    private Shot Read(Camera camera, ManualImage image, Shot? best)
    {
        var frame = image.Frame;
        PlateRead? read;
        try
        {
            var reads = recognizer.Value.Recognize(LumaImage.FromFrame(frame), camera.RegionOfInterest, tracking.CandidateCount, camera.Countries);
            read = reads.Where(read => read.IsLegible && read.Confidence >= tracking.MinConfidence).MaxBy(read => read.Confidence);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            log.LogError(exception, "Camera {Camera}: a manually captured image could not be recognised", camera.Id);
            throw new ManualCaptureException(
                ManualFailure.Recognition, "The image was taken, but the recognition failed.", codec.Encode(frame, tracking.JpegQuality));
        }

        if (best is not null && (read?.Confidence ?? 0) < (best.Read?.Confidence ?? 0))
        {
            return best;
        }

        var shot = new Shot(codec.Encode(frame, tracking.JpegQuality), frame.Width, frame.Height, frame.CapturedAt, image.Source, read)
        {
            SnapshotError = image.SnapshotError,
        };
        if (read is not null)
        {
            shot.Colors.Add(colors, frame, read.Corners);
        }

        return shot;
    }

    private async Task<FlowWithCamera> StoreAsync(Camera camera, Shot shot, CancellationToken cancellationToken)
    {
        var read = shot.Read ?? new PlateRead(default, []);
        var group = new PlateGroup(
            0, read.Candidates, read, shot.CapturedAt, shot.CapturedAt, shot.CapturedAt, read.IsLegible ? 1 : 0, IsParked: false, read.Region);
        var (color, sure) = shot.Colors.Decide();
        var stored = new TaskCompletionSource<Flow>(TaskCreationOptions.RunContinuationsAsynchronously);
        var draft = new FlowDraft(camera.Id, group, shot.Jpeg, shot.Width, shot.Height, recognizer.Value.Version)
        {
            TriggerMode = TriggerMode.Manual,
            Color = color,
            ColorConfidence = sure,
            Stored = stored,
        };
        try
        {
            await queues.FlowDrafts.Writer.WriteAsync(draft, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            throw new ManualCaptureException(ManualFailure.Busy, "The server is stopping.");
        }

        // Who hangs up before it is the flow's turn has asked for nothing; the recorder passes it over.
        await using var hangUp = cancellationToken.Register(() => stored.TrySetCanceled(cancellationToken));
        return new FlowWithCamera(await stored.Task, new CameraInfo(camera.Id, camera.Alias, camera.SiteId, camera.AgentId, camera.Id));
    }

    private sealed record Shot(byte[] Jpeg, int Width, int Height, DateTimeOffset CapturedAt, ImageSource Source, PlateRead? Read)
    {
        public VehicleColorVote Colors { get; } = new();

        public string? SnapshotError { get; init; }
    }
}
