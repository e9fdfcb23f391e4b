namespace Dashboard.Capture.Http.Joining;

/// <summary>
/// Makes one video of what a camera sends in several answers, so that the same decoder goes on where the camera ends one and is asked again. Behind
/// each gap it lets through no picture until one comes that needs none before it. Where the answer behind a gap has another kind of video, no decoder
/// can go on: that is told (<see cref="VideoFeeds.Change"/>). Not thread-safe.
/// </summary>
internal abstract class VideoJoiner
{
    /// <summary>Bytes enough to tell.</summary>
    public const int StartBytes = TransportStreamJoiner.PacketBytes + 1;

    /// <summary>One for an answer that begins so; null: of no kind that can be joined.</summary>
    /// <param name="start">At least <see cref="StartBytes"/> bytes of the answer, where it has so many.</param>
    /// <param name="time">Where the time comes from.</param>
    public static VideoJoiner? For(ReadOnlySpan<byte> start, TimeProvider time) =>
        TransportStreamJoiner.IsOne(start) ? new TransportStreamJoiner(time) : FlvJoiner.IsOne(start) ? new FlvJoiner(time) : null;

    /// <summary>Whether an answer that begins so goes on with this video.</summary>
    public abstract bool GoesOn(ReadOnlySpan<byte> start);

    /// <summary>Takes what has come of an answer, and writes what a decoder is to get; false: it is not what its beginning said.</summary>
    public abstract bool Add(ReadOnlySpan<byte> bytes, VideoFeeds output);

    /// <summary>The answer has ended; what comes next is the beginning of another one.</summary>
    public abstract void Break();
}
