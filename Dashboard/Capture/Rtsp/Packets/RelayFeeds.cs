using System.Diagnostics;

namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>
/// Who gets what a camera sends: the decoder of its pictures, and, where they become others (<see cref="ParameterSets"/>), the one that takes over
/// from there, while the first goes on. So the camera is not asked a second time, and nothing waits for its next key frame. Safe to use from many
/// threads.
/// </summary>
/// <param name="time">Where the time comes from.</param>
/// <param name="mayRest">Without a decoder, what came since the last whole picture is kept for the next one.</param>
/// <param name="onBehind">Called when a decoder has fallen behind.</param>
/// <param name="onForgotten">Called when there is too much to be kept between two whole pictures; null: nobody wants to know.</param>
internal sealed class RelayFeeds(TimeProvider time, bool mayRest, Action onBehind, Action? onForgotten = null) : IDisposable
{
    // What is told of pictures may change without any change of theirs.
    private static readonly TimeSpan MaxNextTime = TimeSpan.FromSeconds(10);
    private readonly Lock _gate = new();
    private readonly PayloadNumbers _numbers = new();
    private ParameterSets? _sets;
    private RelayFeed? _former, _current, _next;
    private bool _isVisited;
    private long _nextSince;
    private uint? _timestamp;
    private byte[] _copy = [];

    /// <summary>Whether a picture has begun in the camera's session.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _current is { IsOpen: true };
            }
        }
    }

    /// <summary>Whether other pictures have begun, and nobody has come for them.</summary>
    public bool HasNext
    {
        get
        {
            lock (_gate)
            {
                return _next is not null;
            }
        }
    }

    /// <summary>Takes a packet of the camera, and changes it.</summary>
    public void Add(RtspMedia media, Span<byte> packet)
    {
        lock (_gate)
        {
            _current ??= new RelayFeed(media, time, isResting: mayRest, keeps: mayRest, onBehind, onForgotten);
            _numbers.Mend(media, packet);
            if (RtpPacket.IsValid(packet) && RtpPacket.PayloadType(packet) == media.PayloadType)
            {
                Watch(media, packet);
            }

            AddCopy(_former, packet);
            AddCopy(_next, packet);
            _current.Add(packet);
        }
    }

    /// <summary>The camera's session has ended.</summary>
    public void Break()
    {
        lock (_gate)
        {
            _former?.Break();
            _current?.Break();
            _next?.Break();
        }
    }

    /// <summary>What a decoder is to read, from a whole picture on: the newest that other pictures began with, or the only one there is.</summary>
    public RelayFeed Take()
    {
        lock (_gate)
        {
            if (_next is not null)
            {
                _former?.Dispose();
                _former = _current;
                _current = _next;
                _next = null;
                if (!_isVisited)
                {
                    _former?.Dispose();
                    _former = null;
                }
            }

            _isVisited = true;
            return _current ?? throw new UnreachableException();
        }
    }

    /// <summary>The decoder has gone.</summary>
    public void Leave(RelayFeed feed)
    {
        lock (_gate)
        {
            if (feed == _former)
            {
                _former.Dispose();
                _former = null;
            }
            else if (feed == _current && _former is not null)
            {
                // The one that was to take over has gone before the first.
                _current.Dispose();
                (_current, _former) = (_former, null);
            }
            else if (feed == _current)
            {
                _isVisited = false;
                if (mayRest)
                {
                    feed.Queue.Rest();
                }
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _former?.Dispose();
            _current?.Dispose();
            _next?.Dispose();
            (_former, _next) = (null, null);
        }
    }

    private void Watch(RtspMedia media, ReadOnlySpan<byte> packet)
    {
        var isNewFrame = RtpPacket.Timestamp(packet) != _timestamp;
        _timestamp = RtpPacket.Timestamp(packet);
        _sets ??= new ParameterSets(media.Codec);
        if (_sets.Add(packet, isNewFrame) && _isVisited)
        {
            _next?.Dispose();
            _next = new RelayFeed(media, time, isResting: true, keeps: mayRest, onBehind, onForgotten) { IsOther = true };
            _nextSince = time.GetTimestamp();
            foreach (var before in _sets.Packets)
            {
                _next.Add(before);
            }
        }
        else if (_next is not null && time.GetElapsedTime(_nextSince) > MaxNextTime)
        {
            _next.Dispose();
            _next = null;
        }
    }

    private void AddCopy(RelayFeed? feed, ReadOnlySpan<byte> packet)
    {
        if (feed is not null)
        {
            _copy = _copy.Length < packet.Length ? new byte[packet.Length] : _copy;
            packet.CopyTo(_copy);
            feed.Add(_copy.AsSpan(0, packet.Length));
        }
    }
}
