using Dashboard.Cameras;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>Reads one source of a camera until it ends, fails or falls silent, and tells in words for a person why it did.</summary>
/// <param name="maxSilence">How long it may be silent between two frames; null: as <see cref="Silence"/> says.</param>
internal sealed class SourceWatch(int cameraId, IFrameSource source, TimeProvider time, ILogger log, TimeSpan? maxSilence = null)
{
    // Cameras that save bytes send a whole picture every half a minute, and not all of them one to a new viewer.
    private static readonly TimeSpan MaxWholePictureTime = TimeSpan.FromMinutes(1);

    private ITimer? _watchdog;
    private bool _hasStream;
    private TimeSpan _silence;
    private FrameDemand? _demand;

    /// <summary>Whether frames have come since it was opened.</summary>
    public bool HasFrames { get; private set; }

    /// <summary>Whether it ended because the sign-in was refused.</summary>
    public bool WasRefused { get; private set; }

    /// <summary>Whether it ended with an answer, though one without frames.</summary>
    public bool HasAnswered { get; private set; }

    /// <summary>How long the source may be silent: more than a few frames at the camera's rate, and long enough for a first frame.</summary>
    internal static TimeSpan Silence(double rate, bool isFirst)
    {
        // Under 10 s with the time that ending ffmpeg may take; the first frame needs sign-in and a key frame.
        var min = TimeSpan.FromSeconds(isFirst ? 20 : 8);
        var frames = TimeSpan.FromSeconds(3 / rate);
        return frames > min ? frames : min;
    }

    public async Task<string> ReadAsync(FrameRequest request, Action<VideoFrame> take, CancellationToken cancellationToken)
    {
        var rate = request.RatePerSecond ?? 1;
        var (silence, first) = (maxSilence ?? Silence(rate, isFirst: false), Silence(rate, isFirst: true));
        (HasFrames, WasRefused, HasAnswered, _hasStream) = (false, false, false, false);
        using var silent = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silent.Token);
        await using var watchdog = time.CreateTimer(_ => silent.Cancel(), null, first, Timeout.InfiniteTimeSpan);
        (_watchdog, _silence, _demand) = (watchdog, silence, request.Demand);
        var resting = request.Demand is { } demand ? HoldWhileRestingAsync(demand, watchdog, first, either.Token) : Task.CompletedTask;
        try
        {
            await foreach (var frame in source.ReadAsync(request, either.Token).WithCancellation(either.Token))
            {
                OnPicture(isHeldUp: false);
                HasFrames = true;
                take(frame);
            }

            return "The video has ended.";
        }
        catch (CaptureException exception)
        {
            (WasRefused, HasAnswered) = (exception.IsRefusal, exception.IsAnswer);
            return exception.Message;
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            return HasFrames
                ? $"No picture for {_silence.TotalSeconds:0} s: check the camera and the network."
                : _hasStream ? CameraErrorMessages.Undecodable
                : CameraErrorMessages.NoPicture;
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Camera {CameraId}: watching failed", cameraId);
            return "Watching failed because of a server error; see the server's log.";
        }
        finally
        {
            await silent.CancelAsync();
            await resting;
        }
    }

    /// <summary>The source has given something, be it of no use.</summary>
    /// <param name="isHeldUp">It is not done with yet, for which the server is to blame: the source cannot be silent meanwhile.</param>
    public void OnPicture(bool isHeldUp)
    {
        if (_demand is not { IsWanted: false })
        {
            _watchdog?.Change(isHeldUp ? Timeout.InfiniteTimeSpan : _silence, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The source sends so much at once, and is silent between.</summary>
    public void OnPause(TimeSpan pause)
    {
        var silence = 2.5 * pause;
        _silence = silence < _silence ? _silence : silence < MaxWholePictureTime ? silence : MaxWholePictureTime;
    }

    /// <summary>The source has begun to give something, of which no picture is whole yet.</summary>
    public void OnStream()
    {
        if (!HasFrames && !_hasStream && _demand is not { IsWanted: false })
        {
            _hasStream = true;
            _watchdog?.Change(MaxWholePictureTime, Timeout.InfiniteTimeSpan);
        }
    }

    // A source that rests is silent for a good reason.
    private static async Task HoldWhileRestingAsync(FrameDemand demand, ITimer watchdog, TimeSpan first, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await demand.WaitAsync(isWanted: false, cancellationToken);
                watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                await demand.WaitAsync(isWanted: true, cancellationToken);
                watchdog.Change(first, Timeout.InfiniteTimeSpan);
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended.
        }
    }
}
