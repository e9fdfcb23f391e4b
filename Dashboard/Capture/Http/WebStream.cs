using Dashboard.Capture.Ffmpeg;

namespace Dashboard.Capture.Http;

/// <summary>A video on the web as one ffmpeg decodes it.</summary>
/// <param name="forward">What stands between.</param>
/// <param name="session">What decodes.</param>
/// <param name="time">Where the time comes from.</param>
/// <param name="isRecording">It has an end, and would begin anew where it is opened anew, as far as its first answer tells.</param>
internal sealed class WebStream(WebForward forward, FfmpegSession session, TimeProvider time, bool isRecording) : LiveStream(session, time)
{
    /// <summary>Decodes what the next ffmpeg is to get.</summary>
    public Func<WebForward, Task<LiveStream>>? DecodeNext { get; init; }

    // The length of a playlist is none of the video's.
    private bool IsRecording => forward.HasEnd ?? isRecording;

    /// <inheritdoc/>
    public override bool IsOutgrown => !IsRecording && base.IsOutgrown;

    /// <inheritdoc/>
    public override Task<LiveStream>? Succeed() => DecodeNext is { } decode && forward.Succeed() is { } next ? decode(next) : null;

    /// <inheritdoc/>
    public override void CallNoMore() => forward.CallNoMore();

    /// <inheritdoc/>
    public override Task EndAsync(CancellationToken cancellationToken) =>
        (forward.Failure ?? (HasFrames ? null : forward.LastFailure)) is { } failure ? throw failure
            : forward.IsOther ? Task.CompletedTask
            : Session.ThrowIfFailedAsync(HasFrames, isFile: false, cancellationToken, IsRecording);

    /// <inheritdoc/>
    protected override ValueTask CloseAsync() => forward.DisposeAsync();
}
