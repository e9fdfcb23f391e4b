using Dashboard.Capture.Substreams;

namespace Dashboard.Capture;

/// <summary>What to read frames from, and how.</summary>
/// <param name="Source">Address (rtsp, rtsps, http, https), video file, picture or folder of pictures.</param>
/// <param name="RatePerSecond">At most so many frames a second, evenly spread; null: every frame.</param>
/// <param name="Loop">A file or folder starts over at its end.</param>
/// <param name="RealTime">A file plays at its own pace, a folder at the rate; false: as fast as frames are taken.</param>
internal sealed record FrameRequest(string Source, double? RatePerSecond, bool Loop, bool RealTime)
{
    /// <summary>Is told, in a sentence for a person, of what a live source did wrong and what was skipped for it.</summary>
    public Action<string>? OnFault { get; init; }

    /// <summary>
    /// Is told that a picture has come as a file: true, where it waits for its turn to be decoded, however long; then, or at once where it is of no
    /// use, false.
    /// </summary>
    public Action<bool>? OnPicture { get; init; }

    /// <summary>Is told that a camera has agreed to send its stream, of which nothing has come yet.</summary>
    public Action? OnAnswer { get; init; }

    /// <summary>Is told that a stream comes, of which no picture is there yet: that may take until its next key frame.</summary>
    public Action? OnStream { get; init; }

    /// <summary>Is told how long a source may be without a picture that sends several at once: so long lasts a part of it.</summary>
    public Action<TimeSpan>? OnPause { get; init; }

    /// <summary>Is asked before a picture is decoded that is there as a file: false, it is of no use; null: each is of use.</summary>
    public Func<bool>? IsOfUse { get; init; }

    /// <summary>The source rests, ready to go on, while its frames are not wanted; null: they always are.</summary>
    public FrameDemand? Demand { get; init; }

    /// <summary>Does what the source is not to blame for, however long it takes.</summary>
    public async Task<T> WhileHeldUpAsync<T>(Func<Task<T>> work)
    {
        OnPicture?.Invoke(true);
        try
        {
            return await work();
        }
        finally
        {
            OnPicture?.Invoke(false);
        }
    }
}
