using System.Runtime.CompilerServices;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// Frames of a live source. One whose picture changes its size gets a second decoder, and is opened a second time where that needs it; the first goes
/// on until the second has a frame, since a camera takes a second or two to answer.
/// </summary>
/// <param name="open">Opens the source; what it throws ends the frames.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class LiveFrames(Func<CancellationToken, Task<LiveStream>> open, TimeProvider time)
{
    // Squeezed out of its shape the picture is of no use, and there is no other: some cameras say nothing to a second viewer.
    private static readonly TimeSpan MaxUselessTime = TimeSpan.FromSeconds(2);
    private Task<LiveStream>? _next;
    private CancellationTokenSource? _nextStop;
    private long _nextSince;
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

                if (_next is null && stream.IsOutgrown)
                {
                    BeginNext(stream, stop.Token);
                }

                if (stream.IsDistorted)
                {
                    frame.Dispose();
                    if (_next is not null && time.GetElapsedTime(_nextSince) > MaxUselessTime)
                    {
                        await DropNextAsync();
                        await stream.DisposeAsync();
                        stream = await open(cancellationToken);
                    }

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

    private void BeginNext(LiveStream stream, CancellationToken cancellationToken)
    {
        var successor = stream.Succeed();
        if (successor is null)
        {
            stream.CallNoMore();
        }

        _nextSince = time.GetTimestamp();
        _nextStop?.Dispose();
        _nextStop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _next = OpenFirstAsync(successor, _nextStop.Token);
    }

    private async Task<LiveStream> ReplaceAsync(LiveStream stream, CancellationToken cancellationToken)
    {
        var next = _next;
        _next = null;
        Task<LiveStream>? successor = null;
        if (next is null)
        {
            await stream.EndAsync(cancellationToken);
            successor = stream.Succeed();
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

        if (successor is not null)
        {
            return await successor;
        }

        // A camera may allow one viewer alone: then the first has to go before the second comes.
        await _leaving;
        return await open(cancellationToken);
    }

    private async Task<LiveStream> OpenFirstAsync(Task<LiveStream>? successor, CancellationToken cancellationToken)
    {
        var stream = await (successor ?? open(cancellationToken));
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
        if (_nextStop is not null)
        {
            await _nextStop.CancelAsync();
            _nextStop.Dispose();
            _nextStop = null;
        }

        if (_next is { } next)
        {
            _next = null;
            await Task.WhenAny(next);
            if (next.IsCompletedSuccessfully)
            {
                await (await next).DisposeAsync();
            }
        }
    }
}
