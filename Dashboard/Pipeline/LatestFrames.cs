namespace Dashboard.Pipeline;

/// <summary>
/// The newest frame of each live camera, waiting for the recogniser: a new one replaces the old one, which is disposed
/// and counted. Cameras are served in turn, so that a fast one cannot starve the rest.
/// </summary>
public sealed class LatestFrames
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, VideoFrame> _slots = [];
    private readonly Queue<int> _turn = new();
    private readonly SemaphoreSlim _waiting = new(0);

    /// <summary>Puts a frame in its camera's slot. True where it replaced one that nobody had taken: a drop.</summary>
    public bool Offer(VideoFrame frame)
    {
        VideoFrame? dropped;
        lock (_gate)
        {
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

        dropped.Dispose();
        return true;
    }

    /// <summary>Waits for a frame and hands it over.</summary>
    public async ValueTask<VideoFrame> TakeAsync(CancellationToken cancel)
    {
        await _waiting.WaitAsync(cancel);
        lock (_gate)
        {
            _slots.Remove(_turn.Dequeue(), out var frame);
            return frame!;
        }
    }
}
