using System.Buffers;

namespace Dashboard.Capture.Http.Joining;

/// <summary>
/// Who gets a live video: the decoder of its pictures, and the one that takes over where those become others, while the first goes on. For that one,
/// what came since the last picture that needs none before it is kept, behind what a decoder is told before any picture. One thread writes; the rest
/// is safe to use from many.
/// </summary>
internal sealed class VideoFeeds(TimeProvider time)
{
    public const int MaxKeptBytes = 4 << 20;

    // A description of what is sent may be of any length.
    private const int MaxHeadBytes = 64 << 10;

    // As long as a decoder may take to end, before the next one comes.
    private static readonly TimeSpan MaxOtherTime = TimeSpan.FromSeconds(5);
    private readonly Lock _gate = new();
    private readonly SortedDictionary<int, byte[]> _heads = [];
    private readonly ArrayBufferWriter<byte> _part = new();
    private readonly List<VideoFeed> _feeds = [];
    private List<byte[]>? _kept;
    private int _keptBytes, _pictures;
    private bool _isOther, _hasEnded;
    private long _otherSince;

    /// <summary>Whether somebody watches, or is about to.</summary>
    public bool IsWanted
    {
        get
        {
            lock (_gate)
            {
                return _feeds.Count > 0 || (_isOther && time.GetElapsedTime(_otherSince) < MaxOtherTime);
            }
        }
    }

    /// <summary>For a decoder that begins where the video stands.</summary>
    public VideoFeed Watch()
    {
        var feed = new VideoFeed();
        lock (_gate)
        {
            _feeds.Add(feed);
        }

        return feed;
    }

    /// <summary>For the decoder that is to take over: what is kept, which is its alone, and what comes then; null: nothing is kept.</summary>
    public VideoFeed? TakeNext()
    {
        lock (_gate)
        {
            if (_kept is null || _hasEnded)
            {
                return null;
            }

            // The newest picture shows what is there. Of another kind of video nothing was shown.
            var feed = new VideoFeed(_isOther ? 0 : Math.Max(0, _pictures - 1));
            _kept.ForEach(feed.Add);
            _feeds.Add(feed);
            (_kept, _isOther) = (null, false);
            return feed;
        }
    }

    /// <summary>The decoder has gone.</summary>
    public void Remove(VideoFeed feed)
    {
        lock (_gate)
        {
            _feeds.Remove(feed);
        }

        feed.Leave();
    }

    /// <summary>What a decoder is told before any picture; the last one of each kind counts, in the order of the kinds.</summary>
    public void Remember(int kind, ReadOnlySpan<byte> head)
    {
        if (head.Length > MaxHeadBytes)
        {
            Forget(kind);
        }
        else
        {
            _heads[kind] = head.ToArray();
        }
    }

    public void Forget(int kind) => _heads.Remove(kind);

    /// <summary>What comes is whole packets or tags. It is handed on by <see cref="Flush"/> at the latest.</summary>
    public void Write(ReadOnlySpan<byte> bytes) => _part.Write(bytes);

    /// <summary>A picture comes next.</summary>
    /// <param name="isEntry">It needs none before it.</param>
    public void BeginPicture(bool isEntry)
    {
        if (isEntry)
        {
            Flush();
            lock (_gate)
            {
                if (!_isOther || _kept is null)
                {
                    Keep();
                }
            }
        }

        Interlocked.Increment(ref _pictures);
    }

    /// <summary>What comes next is another kind of video: each decoder has an end here, and one that comes then begins here.</summary>
    public void Change()
    {
        Flush();
        lock (_gate)
        {
            _feeds.ForEach(feed => feed.End(isOther: true));
            _feeds.Clear();
            (_isOther, _otherSince) = (true, time.GetTimestamp());
            Keep();
        }
    }

    /// <summary>Hands on what was written.</summary>
    public void Flush()
    {
        if (_part.WrittenCount == 0)
        {
            return;
        }

        var part = _part.WrittenSpan.ToArray();
        _part.ResetWrittenCount();
        lock (_gate)
        {
            _feeds.ForEach(feed => feed.Add(part));

            // Only the first of them makes the camera wait.
            foreach (var behind in _feeds.Skip(1).Where(feed => feed.IsOverfull).ToList())
            {
                _feeds.Remove(behind);
                behind.End();
            }

            _kept?.Add(part);
            _keptBytes += part.Length;
            if (_keptBytes > MaxKeptBytes)
            {
                _kept = null;
            }
        }
    }

    /// <summary>Returns when the first decoder has taken nearly all.</summary>
    public Task RoomAsync()
    {
        lock (_gate)
        {
            return _feeds.Count > 0 ? _feeds[0].RoomAsync() : Task.CompletedTask;
        }
    }

    /// <summary>The video has come to its end.</summary>
    /// <param name="fault">Why; null: as it should.</param>
    public void End(CaptureException? fault)
    {
        Flush();
        lock (_gate)
        {
            _hasEnded = true;
            _feeds.ForEach(feed => feed.End(fault));
            _kept = null;
        }
    }

    private void Keep()
    {
        _kept = [.. _heads.Values];
        _keptBytes = _kept.Sum(head => head.Length);
        Volatile.Write(ref _pictures, 0);
    }
}
