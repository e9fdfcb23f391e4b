namespace Dashboard.Pipeline;

/// <summary>
/// The newest frame of each live camera, waiting for the recogniser: a new one replaces the old one, which is disposed and counted. The camera
/// whose last turn is longest ago comes first, so that a fast one has no more turns than a slow one that waits as well. What waits has at most
/// <paramref name="maxBytes"/>: where there is no room, the frames of those that had their turn last go.
/// </summary>
internal sealed class LatestFrames(long maxBytes = LatestFrames.DefaultBytes)
{
    /// <summary>Sixty frames of 1920 x 1080 pixels.</summary>
    public const long DefaultBytes = 187 << 20;

    // A frame is young for half of the time until its turn; where few wait, that is no time.
    private const int YoungPart = 2;
    private const int Few = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, (VideoFrame Frame, long Since)> _slots = [];

    // When each camera was served last, as a count of turns; 0: never. Those that wait stand in order.
    private readonly Dictionary<int, long> _turns = [];
    private readonly SortedSet<(long Turn, int Camera)> _order = [];

    // One for each frame that waits, taken by who is about to take it; and one for the end.
    private readonly SemaphoreSlim _waiting = new(0);
    private long _bytes;
    private long _turn;
    private bool _isComplete;
    private long _dropped;
    private long _crowdedOut;

    /// <summary>Frames that nobody took, of all cameras since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Those of them that went for lack of room, though no newer one of their camera had come.</summary>
    public long CrowdedOut => Interlocked.Read(ref _crowdedOut);

    /// <summary>Bytes of the frames that wait.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>
    /// Whether a newer frame of a camera would be of use. Not while one waits that has just come, measured by how many wait for their turns, nor
    /// where it would have no room: making it would only take time from recognition.
    /// </summary>
    public bool HasUseFor(int camera)
    {
        lock (_gate)
        {
            if (_slots.TryGetValue(camera, out var slot))
            {
                return (_turn - slot.Since) * YoungPart >= _order.Count - Few;
            }

            return _order.Count == 0 || _bytes + (_bytes / _order.Count) <= maxBytes
                || _order.Max.CompareTo((_turns.GetValueOrDefault(camera), camera)) >= 0;
        }
    }

    /// <summary>Puts a frame in its camera's slot. Returns the cameras of the frames that went for it, perhaps itself: each is a drop.</summary>
    public IReadOnlyList<int> Offer(VideoFrame frame)
    {
        List<VideoFrame>? gone = null;
        lock (_gate)
        {
            if (!_isComplete && Drop(frame.CameraId) is { } old)
            {
                (gone = []).Add(old);
            }

            if (_isComplete || !HasRoom(frame, ref gone))
            {
                (gone ??= []).Add(frame);
            }
            else
            {
                _slots[frame.CameraId] = (frame, _turn);
                _order.Add((_turns.GetValueOrDefault(frame.CameraId), frame.CameraId));
                _bytes += frame.Data.Length;
                _waiting.Release();
            }
        }

        if (gone is null)
        {
            return [];
        }

        Interlocked.Add(ref _dropped, gone.Count);
        gone.ForEach(one => one.Dispose());
        return gone.ConvertAll(one => one.CameraId);
    }

    /// <summary>Waits for a frame and hands it over; null once <see cref="Complete"/> was called and nothing is left.</summary>
    public async ValueTask<VideoFrame?> TakeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await _waiting.WaitAsync(cancellationToken);
            lock (_gate)
            {
                if (_order.Count > 0)
                {
                    var camera = _order.Min.Camera;
                    var frame = Remove(camera);
                    _turns[camera] = ++_turn;
                    frame!.OnTaken?.Invoke();
                    return frame;
                }

                if (_isComplete)
                {
                    _waiting.Release();
                    return null;
                }
            }
        }
    }

    /// <summary>A camera is gone for good: what waits of it is disposed.</summary>
    public void Forget(int camera)
    {
        VideoFrame? left;
        lock (_gate)
        {
            left = Drop(camera);
            _turns.Remove(camera);
        }

        left?.Dispose();
    }

    /// <summary>No frame comes any more, and there is no time for those that wait: they are disposed and counted.</summary>
    public void Discard()
    {
        List<VideoFrame> left;
        lock (_gate)
        {
            left = [.. _slots.Values.Select(slot => slot.Frame)];
            _slots.Clear();
            _order.Clear();
            _bytes = 0;
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

    /// <summary>Makes room at the cost of cameras that were served later than the frame's own; false: there is none, and it goes itself.</summary>
    private bool HasRoom(VideoFrame frame, ref List<VideoFrame>? gone)
    {
        var turn = _turns.GetValueOrDefault(frame.CameraId);
        while (_order.Count > 0 && _bytes + frame.Data.Length > maxBytes)
        {
            _crowdedOut++;
            if (_order.Max.CompareTo((turn, frame.CameraId)) < 0)
            {
                return false;
            }

            (gone ??= []).Add(Drop(_order.Max.Camera)!);
        }

        return true;
    }

    private VideoFrame? Drop(int camera)
    {
        var frame = Remove(camera);
        if (frame is not null)
        {
            // Where nothing is left of it, somebody is about to take a frame, and looks again.
            _waiting.Wait(0);
        }

        return frame;
    }

    private VideoFrame? Remove(int camera)
    {
        if (!_slots.Remove(camera, out var slot))
        {
            return null;
        }

        _order.Remove((_turns.GetValueOrDefault(camera), camera));
        _bytes -= slot.Frame.Data.Length;
        return slot.Frame;
    }
}
