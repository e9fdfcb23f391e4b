using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>What to read frames from, and how.</summary>
/// <param name="Source">Address (rtsp, rtsps, http, https), video file, picture or folder of pictures.</param>
/// <param name="RatePerSecond">At most so many frames a second, evenly spread; null: every frame.</param>
/// <param name="Loop">A file or folder starts over at its end.</param>
/// <param name="RealTime">A file plays at its own pace, a folder at the rate; false: as fast as frames are taken.</param>
public sealed record FrameRequest(string Source, double? RatePerSecond, bool Loop, bool RealTime);

/// <summary>Where frames come from: the seam at which tests play a script instead of a camera.</summary>
public interface IFrameSource
{
    /// <summary>
    /// The frames of a source, each the taker's to dispose, with <see cref="VideoFrame.Sequence"/> and
    /// <see cref="VideoFrame.CapturedAt"/> set. Ends with the file; throws <see cref="CaptureException"/> where the source fails.
    /// </summary>
    IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, CancellationToken cancel);
}

/// <summary>A source that gives no frames; the message is for a person, says what to do and holds no secrets.</summary>
public sealed class CaptureException(string message, Exception? inner = null) : Exception(message, inner);
