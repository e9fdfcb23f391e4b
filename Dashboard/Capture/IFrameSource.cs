using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>Where frames come from: the seam at which tests play a script instead of a camera.</summary>
internal interface IFrameSource
{
    /// <summary>
    /// The frames of a source, each the taker's to dispose, with <see cref="VideoFrame.Sequence"/> and
    /// <see cref="VideoFrame.CapturedAt"/> set. Ends with the file; throws <see cref="CaptureException"/> where the source fails.
    /// </summary>
    IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, CancellationToken cancellationToken);
}
