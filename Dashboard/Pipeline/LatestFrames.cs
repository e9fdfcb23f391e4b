namespace Dashboard.Pipeline;

/// <summary>
/// The newest frame of each live camera, waiting for the recogniser: a new one replaces the old one, which is disposed
/// and counted. Cameras are served in turn, so that a fast one cannot starve the rest.
/// </summary>
internal sealed class LatestFrames
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, VideoFrame> _slots = [];
    private readonly Queue<int> _turn = new();
    private readonly SemaphoreSlim _waiting = new(0);
    private bool _isComplete;
    private long _dropped;

    /// <summary>Frames that were replaced before anybody took them, of all cameras since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a frame in its camera's slot. True where it replaced one that nobody had taken: a drop.</summary>
    public bool Offer(VideoFrame frame)
    {
        VideoFrame? dropped;
        lock (_gate)
        {
            if (_isComplete)
            {
                frame.Dispose();
                return true;
            }

            if (_slots.Remove(frame.CameraId, out dropped))
            {
                _slots[frame.CameraId] = frame;
            }
            else
            {
                _slots[frame.CameraId] = frame;
                _turn.Enqueue(frame.CameraId);
            }
        }

        if (dropped is null)
        {
            _waiting.Release();
            return false;
        }

        Interlocked.Increment(ref _dropped);
        dropped.Dispose();
        return true;
    }

    /// <summary>Waits for a frame and hands it over; null once <see cref="Complete"/> was called and nothing is left.</summary>
    public async ValueTask<VideoFrame?> TakeAsync(CancellationToken cancellationToken)
    {
        await _waiting.WaitAsync(cancellationToken);
        lock (_gate)
        {
            if (_turn.TryDequeue(out var camera) && _slots.Remove(camera, out var frame))
            {
                return frame;
            }

            _waiting.Release();
            return null;
        }
    }

    /// <summary>No frame comes any more, and there is no time for those that wait: they are disposed and counted.</summary>
    public void Discard()
    {
        List<VideoFrame> left;
        lock (_gate)
        {
            left = [.. _slots.Values];
            _slots.Clear();
            _turn.Clear();
        }

        Interlocked.Add(ref _dropped, left.Count);
        left.ForEach(frame => frame.Dispose());
        Complete();
    }

    /// <summary>No frame comes any more: what waits is still handed out, later offers are disposed.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            if (_isComplete)
            {
                return;
            }

            _isComplete = true;
        }

        _waiting.Release();
    }
}
