namespace Dashboard.Recognition;

/// <summary>The recogniser's live numbers; written by its worker, read by pages.</summary>
/// <param name="FramesPerSecond">Frames recognised a second, over the last seconds.</param>
/// <param name="Latency">Mean time a frame takes to recognise, over the last seconds.</param>
/// <param name="Frames">Frames recognised since the start.</param>
/// <param name="Reads">Plates read since the start.</param>
/// <param name="Errors">Frames that failed since the start.</param>
/// <param name="LastError">Why the last one failed.</param>
/// <param name="IsReady">The models are loaded and have run once.</param>
public sealed record RecognitionNumbers(
    double FramesPerSecond, TimeSpan Latency, long Frames, long Reads, long Errors, string? LastError, bool IsReady);

/// <summary>Counts what the recogniser does. Safe to use from many threads.</summary>
public sealed class RecognitionStatus(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Queue<(long At, TimeSpan Took)> _recent = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _recentTime;
    private long _frames;
    private long _reads;
    private long _errors;
    private string? _lastError;
    private bool _isReady;

    /// <summary>The numbers now.</summary>
    public RecognitionNumbers Current
    {
        get
        {
            lock (_gate)
            {
                Forget();
                var span = Math.Clamp(time.GetElapsedTime(_start).TotalSeconds, 1, Window.TotalSeconds);
                var latency = _recent.Count == 0 ? TimeSpan.Zero : _recentTime / _recent.Count;
                return new RecognitionNumbers(_recent.Count / span, latency, _frames, _reads, _errors, _lastError, _isReady);
            }
        }
    }

    /// <summary>A frame was recognised.</summary>
    public void Recognized(TimeSpan took, int reads)
    {
        lock (_gate)
        {
            _frames++;
            _reads += reads;
            _recent.Enqueue((time.GetTimestamp(), took));
            _recentTime += took;
            Forget();
        }
    }

    /// <summary>A frame failed.</summary>
    public void Failed(string reason)
    {
        lock (_gate)
        {
            _errors++;
            _lastError = reason;
        }
    }

    /// <summary>The models are warm.</summary>
    public void Ready()
    {
        lock (_gate)
        {
            _isReady = true;
        }
    }

    private void Forget()
    {
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Window)
        {
            _recentTime -= _recent.Dequeue().Took;
        }
    }
}
