using Dashboard.Pipeline;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>A live source that one ffmpeg decodes. Disposing it ends both.</summary>
internal abstract class LiveStream(FfmpegSession session, TimeProvider time) : IAsyncDisposable
{
    private VideoFrame? _held;
    private bool _hasHeader, _isDisposed;

    protected FfmpegSession Session => session;

    /// <summary>Whether a frame has come.</summary>
    public bool HasFrames { get; private set; }

    /// <summary>Is told that the first frame has come.</summary>
    public Action? OnFirst { get; init; }

    /// <summary>Another one is to take its place: its picture is squeezed into the size that it had at first.</summary>
    public virtual bool IsOutgrown => SizeChange.IsCompleted && HasFrames;

    /// <summary>Completes when its picture has another size than at first.</summary>
    public Task SizeChange => session.SizeChange;

    /// <summary>Other pictures have begun, as the source tells: a decoder that gives no frame then is of no more use.</summary>
    public virtual bool HasOther => false;

    /// <summary>That makes it narrower or wider than it is.</summary>
    public bool IsDistorted => session.IsDistorted;

    /// <summary>The next frame, with the time of its arrival; null: nothing comes any more.</summary>
    public async ValueTask<VideoFrame?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            _held = null;
            return held;
        }

        _hasHeader = _hasHeader || await session.Frames.ReadHeaderAsync(cancellationToken);
        if (!_hasHeader || await session.Frames.ReadFrameAsync(cancellationToken) is not { } frame)
        {
            return null;
        }

        frame.CapturedAt = time.GetUtcNow();
        if (!HasFrames)
        {
            HasFrames = true;
            OnFirst?.Invoke();
        }

        return frame;
    }

    /// <summary>Waits for the next frame, which the next <see cref="ReadAsync"/> gives.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken) => _held = await ReadAsync(cancellationToken);

    /// <summary>Opens what takes its place without asking the source again; null: it has to be asked.</summary>
    public virtual Task<LiveStream>? Succeed() => null;

    /// <summary>Another one is under way: this one is not to ask the source again, which may give its pictures to the newest viewer alone.</summary>
    public virtual void CallNoMore()
    {
    }

    /// <summary>After the last frame: throws why nothing comes any more; returns where the source is to be opened again.</summary>
    public abstract Task EndAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _held?.Dispose();
            await session.DisposeAsync();
            await CloseAsync();
        }
    }

    /// <summary>Lets go of what stands between the source and ffmpeg.</summary>
    protected abstract ValueTask CloseAsync();
}
