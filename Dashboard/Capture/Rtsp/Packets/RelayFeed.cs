namespace Dashboard.Capture.Rtsp.Packets;

/// <summary>What one decoder gets of a camera. Not thread-safe, but for its queue.</summary>
internal sealed class RelayFeed : IDisposable
{
    private readonly RtpSplicer _splicer;

    /// <param name="media">What the camera sends.</param>
    /// <param name="time">Where the time comes from.</param>
    /// <param name="isResting">There is no decoder yet: what is kept begins with the last picture that needs none before it.</param>
    /// <param name="keeps">So does what is kept for the decoders that come after the first.</param>
    /// <param name="onBehind">Called when the decoder has fallen behind.</param>
    /// <param name="onForgotten">Called when what is kept is too much.</param>
    public RelayFeed(RtspMedia media, TimeProvider time, bool isResting, bool keeps, Action onBehind, Action? onForgotten)
    {
        _splicer = new RtpSplicer(media, Queue = new RtpQueue(time, keeps) { OnForgotten = onForgotten }, time) { OnBehind = onBehind };
        if (isResting)
        {
            Queue.Rest();
        }
    }

    /// <summary>The pictures in it are not those that the camera described.</summary>
    public bool IsOther { get; init; }

    /// <summary>What waits for the decoder.</summary>
    public RtpQueue Queue { get; }

    /// <summary>Whether a picture has begun in the camera's session.</summary>
    public bool IsOpen => _splicer.IsOpen;

    /// <summary>Takes a packet, and changes it.</summary>
    public void Add(Span<byte> packet) => _splicer.Add(packet);

    /// <summary>The camera's session has ended.</summary>
    public void Break() => _splicer.Break();

    public void Dispose() => Queue.Dispose();
}
