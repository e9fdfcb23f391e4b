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

    // A frame that is so much later than the last one was will not come any more, where other pictures have begun.
    private static readonly TimeSpan MaxLateness = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = MaxLateness / 4;
    private static readonly Task<VideoFrame?> Nothing = Task.FromResult<VideoFrame?>(null);
    private Task<VideoFrame?> _reading = Nothing;
    private long _lastFrame = time.GetTimestamp();
    private TimeSpan _frameTime;
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
                var frame = await ReadAsync(stream, cancellationToken, stop.Token);
                if (frame is null)
                {
                    stream = await ReplaceAsync(stream, cancellationToken);
                    continue;
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
            await LeaveAsync(stream, _reading);
            await _leaving;
            await DropNextAsync();
        }
    }

    /// <summary>The next frame; null: there is none, or the stream that is to take its place has one.</summary>
    private async Task<VideoFrame?> ReadAsync(LiveStream stream, CancellationToken cancellationToken, CancellationToken stopped)
    {
        _reading = stream.ReadAsync(cancellationToken).AsTask();
        while (!_reading.IsCompleted && _next is not { IsCompleted: true })
        {
            if (_next is not null)
            {
                await Task.WhenAny(_reading, _next);
            }
            else if (stream.IsOutgrown || (stream.HasOther && stream.HasFrames && Lateness() > MaxLateness))
            {
                BeginNext(stream, stopped);
            }
            else
            {
                await WaitAsync(stream);
            }
        }

        if (_next is { IsCompleted: true })
        {
            return null;
        }

        var frame = await _reading;
        _reading = Nothing;
        _frameTime = time.GetElapsedTime(_lastFrame);
        _lastFrame = time.GetTimestamp();
        if (frame is not null && _next is null && stream.IsOutgrown)
        {
            BeginNext(stream, stopped);
        }

        return frame;
    }

    private TimeSpan Lateness() => time.GetElapsedTime(_lastFrame) - _frameTime;

    private async Task WaitAsync(LiveStream stream)
    {
        using var enough = new CancellationTokenSource();
        var late = Task.Delay(LookEvery, time, enough.Token);
        await (stream.HasFrames && !stream.SizeChange.IsCompleted
            ? Task.WhenAny(_reading, late, stream.SizeChange)
            : Task.WhenAny(_reading, late));
        await enough.CancelAsync();
    }

    /// <summary>A frame that was on its way goes with its stream.</summary>
    private static async Task LeaveAsync(LiveStream stream, Task<VideoFrame?> reading)
    {
        await stream.DisposeAsync();
        await Task.WhenAny(reading);
        if (reading.IsCompletedSuccessfully)
        {
            (await reading)?.Dispose();
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
        _leaving = LeaveAsync(stream, _reading);
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
