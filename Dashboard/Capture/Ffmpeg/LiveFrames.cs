using System.Runtime.CompilerServices;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// Frames of a live source. One whose picture changes its size is opened a second time; the first goes on until the second has a frame, since a
/// camera takes a second or two to answer.
/// </summary>
/// <param name="open">Opens the source; what it throws ends the frames.</param>
internal sealed class LiveFrames(Func<CancellationToken, Task<LiveStream>> open)
{
    private Task<LiveStream>? _next;
    private Task _leaving = Task.CompletedTask;

    public async IAsyncEnumerable<VideoFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sequence = 0L;
        var stream = await open(cancellationToken);
        try
        {
            while (true)
            {
                var frame = await stream.ReadAsync(cancellationToken);
                if (frame is null || _next is { IsCompleted: true })
                {
                    frame?.Dispose();
                    stream = await ReplaceAsync(stream, cancellationToken);
                    continue;
                }

                _next ??= stream.IsOutgrown ? OpenFirstAsync(stop.Token) : null;
                if (stream.IsDistorted)
                {
                    frame.Dispose();
                    continue;
                }

                frame.Sequence = sequence++;
                yield return frame;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await stream.DisposeAsync();
            await _leaving;
            await DropNextAsync();
        }
    }

    private async Task<LiveStream> ReplaceAsync(LiveStream stream, CancellationToken cancellationToken)
    {
        var next = _next;
        _next = null;
        if (next is null)
        {
            await stream.EndAsync(cancellationToken);
        }
        else
        {
            await Task.WhenAny(next);
        }

        await _leaving;
        _leaving = stream.DisposeAsync().AsTask();
        if (next is { IsCompletedSuccessfully: true })
        {
            return await next;
        }

        // A camera may allow one viewer alone: then the first has to go before the second comes.
        await _leaving;
        return await open(cancellationToken);
    }

    private async Task<LiveStream> OpenFirstAsync(CancellationToken cancellationToken)
    {
        var stream = await open(cancellationToken);
        try
        {
            await stream.HoldAsync(cancellationToken);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private async Task DropNextAsync()
    {
        if (_next is not null)
        {
            await Task.WhenAny(_next);
            if (_next.IsCompletedSuccessfully)
            {
                await (await _next).DisposeAsync();
            }
        }
    }
}
