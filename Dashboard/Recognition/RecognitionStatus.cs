namespace Dashboard.Recognition;

/// <summary>The recogniser's live numbers; written by its worker, read by pages.</summary>
/// <param name="FramesPerSecond">Frames taken a second, over the last seconds, still ones included.</param>
/// <param name="Latency">Mean time of a frame that was processed, over the last seconds.</param>
/// <param name="Frames">Frames processed since the start.</param>
/// <param name="StillFrames">Frames passed over since the start, because they showed nothing new.</param>
/// <param name="Found">Plates found since the start, a plate in each frame that was processed.</param>
/// <param name="Reads">Those of them that were read.</param>
/// <param name="Errors">Frames that failed since the start.</param>
/// <param name="LastError">Why the last one failed.</param>
/// <param name="IsReady">The models are loaded and have run once.</param>
internal sealed record RecognitionNumbers(
    double FramesPerSecond, TimeSpan Latency, long Frames, long StillFrames, long Found, long Reads, long Errors, string? LastError, bool IsReady)
{
    /// <summary>Why no plate is read now; null: they are, or no frame has come yet.</summary>
    public string? Fault { get; init; }

    /// <summary>Plates that were found and not read, because what is on them was known.</summary>
    public long Spared => Found - Reads;

    /// <summary>Share of frames that were passed over, 0 to 1.</summary>
    public double StillShare => Frames + StillFrames == 0 ? 0 : (double)StillFrames / (Frames + StillFrames);

    /// <summary>Share of plates that needed no reading, 0 to 1.</summary>
    public double SparedShare => Found == 0 ? 0 : (double)Spared / Found;
}

/// <summary>Counts what the recogniser does. Safe to use from many threads.</summary>
internal sealed class RecognitionStatus(TimeProvider time)
{
    /// <summary>Frames that fail one after the other before it is called dead: some seconds of a camera.</summary>
    public const int MaxFailuresInARow = 20;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly Queue<(long At, TimeSpan? Took)> _recent = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _recentTime;
    private int _recentProcessed;
    private long _frames;
    private long _stillFrames;
    private long _found;
    private long _reads;
    private long _errors;
    private int _failuresInARow;
    private string? _lastError;
    private bool _isReady;

    public RecognitionNumbers Current
    {
        get
        {
            lock (_gate)
            {
                DropOld();
                var span = Math.Clamp(time.GetElapsedTime(_start).TotalSeconds, 1, Window.TotalSeconds);
                var latency = _recentProcessed == 0 ? TimeSpan.Zero : _recentTime / _recentProcessed;
                return new RecognitionNumbers(
                    _recent.Count / span, latency, _frames, _stillFrames, _found, _reads, _errors, _lastError, _isReady)
                {
                    Fault = (_isReady ? _failuresInARow >= MaxFailuresInARow : _failuresInARow > 0) ? _lastError : null,
                };
            }
        }
    }

    /// <summary>A frame was processed.</summary>
    /// <param name="took">How long that took.</param>
    /// <param name="found">Plates in it.</param>
    /// <param name="reads">Those of them that were read.</param>
    public void AddRecognized(TimeSpan took, int found, int reads)
    {
        lock (_gate)
        {
            _frames++;
            _failuresInARow = 0;
            _found += found;
            _reads += reads;
            _recentTime += took;
            _recentProcessed++;
            AddRecent(took);
        }
    }

    /// <summary>A frame showed nothing new and was passed over.</summary>
    public void AddStill()
    {
        lock (_gate)
        {
            _stillFrames++;
            _failuresInARow = 0;
            AddRecent(null);
        }
    }

    public void AddFailure(string reason)
    {
        lock (_gate)
        {
            _errors++;
            _failuresInARow++;
            _lastError = reason;
        }
    }

    public void MarkReady()
    {
        lock (_gate)
        {
            _isReady = true;
        }
    }

    private void AddRecent(TimeSpan? took)
    {
        _recent.Enqueue((time.GetTimestamp(), took));
        DropOld();
    }

    private void DropOld()
    {
        while (_recent.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) > Window)
        {
            if (_recent.Dequeue().Took is { } took)
            {
                _recentTime -= took;
                _recentProcessed--;
            }
        }
    }
}
