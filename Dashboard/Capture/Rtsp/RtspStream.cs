using Dashboard.Capture.Ffmpeg;

namespace Dashboard.Capture.Rtsp;

/// <summary>An RTSP camera as one ffmpeg decodes it.</summary>
/// <param name="relay">What speaks with the camera.</param>
/// <param name="visit">What ffmpeg reads from.</param>
/// <param name="session">What decodes.</param>
/// <param name="time">Where the time comes from.</param>
/// <param name="holdsRelay">It is one of those that hold the relay.</param>
internal sealed class RtspStream(RtspRelay relay, RelayVisit visit, FfmpegSession session, TimeProvider time, bool holdsRelay)
    : LiveStream(session, time)
{
    /// <summary>Decodes what the relay has for the next ffmpeg.</summary>
    public Func<Task<LiveStream>>? DecodeNext { get; init; }

    /// <inheritdoc/>
    public override bool HasOther => relay is { HasNext: true, Ended.IsCompleted: false };

    /// <inheritdoc/>
    public override Task<LiveStream>? Succeed() => HasOther ? DecodeNext?.Invoke() : null;

    /// <inheritdoc/>
    public override void CallNoMore()
    {
        if (holdsRelay)
        {
            relay.CallNoMore();
        }
    }

    /// <inheritdoc/>
    public override async Task EndAsync(CancellationToken cancellationToken)
    {
        if (relay.Failure is { } failure)
        {
            throw failure;
        }

        if (!relay.IsOther)
        {
            await Session.ThrowIfFailedAsync(HasFrames, isFile: false, cancellationToken);
        }
    }

    /// <inheritdoc/>
    protected override async ValueTask CloseAsync()
    {
        await visit.DisposeAsync();
        if (holdsRelay)
        {
            await relay.DisposeAsync();
        }
    }
}
