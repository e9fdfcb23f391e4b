using System.Threading.Channels;

namespace Dashboard.Capture.Http.Joining;

/// <summary>What one decoder gets of a live video. One thread fills it, another one reads it.</summary>
/// <param name="over">So many of its first pictures show what is over.</param>
internal sealed class VideoFeed(int over = 0)
{
    // What the camera sends further waits on its own line meanwhile.
    private const int MaxAheadBytes = 256 << 10;

    // What was kept for it, and what comes while its decoder starts.
    private const int MaxBytes = VideoFeeds.MaxKeptBytes + (2 << 20);
    private readonly Channel<byte[]> _parts = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _gate = new();
    private TaskCompletionSource? _room;
    private int _waiting;
    private bool _hasLeft;
    private volatile bool _isOther;

    public int Over => over;

    /// <summary>It ended because the camera sends another kind of video than at first.</summary>
    public bool IsOther => _isOther;

    /// <summary>Whether more waits than may.</summary>
    public bool IsOverfull
    {
        get
        {
            lock (_gate)
            {
                return _waiting > MaxBytes;
            }
        }
    }

    public void Add(byte[] part)
    {
        lock (_gate)
        {
            _waiting += part.Length;
        }

        _parts.Writer.TryWrite(part);
    }

    /// <summary>Nothing comes any more.</summary>
    /// <param name="fault">Why; null: it ended as it should.</param>
    /// <param name="isOther">For what comes is another kind of video.</param>
    public void End(CaptureException? fault = null, bool isOther = false)
    {
        _isOther |= isOther;
        _parts.Writer.TryComplete(fault);
    }

    /// <summary>The decoder has gone.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _hasLeft = true;
            _room?.TrySetResult();
        }

        _parts.Writer.TryComplete();
    }

    /// <summary>Returns when little waits, or nobody for it.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            if (_hasLeft || _waiting <= MaxAheadBytes)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Returns at its end. Throws why that is, where it is a fault.</summary>
    public async Task CopyToAsync(Stream stream, CancellationToken cancellationToken)
    {
        await foreach (var part in _parts.Reader.ReadAllAsync(cancellationToken))
        {
            await stream.WriteAsync(part, cancellationToken);
            Took(part.Length);
        }
    }

    private void Took(int bytes)
    {
        lock (_gate)
        {
            _waiting -= bytes;
            if (_waiting <= MaxAheadBytes)
            {
                _room?.TrySetResult();
                _room = null;
            }
        }
    }
}
