using System.Runtime.CompilerServices;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Substreams;

/// <summary>Whether the frames of a source are wanted at the moment; the source rests while they are not. Safe to use from many threads.</summary>
internal sealed class FrameDemand
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWanted = true;

    /// <summary>They are wanted from the beginning, until it is said otherwise.</summary>
    public bool IsWanted
    {
        get
        {
            lock (_gate)
            {
                return _isWanted;
            }
        }

        set
        {
            TaskCompletionSource changed;
            lock (_gate)
            {
                if (_isWanted == value)
                {
                    return;
                }

                (_isWanted, changed) = (value, _changed);
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.SetResult();
        }
    }

    /// <summary>Waits until they are wanted, or are not any more.</summary>
    public async Task WaitAsync(bool isWanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (_isWanted == isWanted)
                {
                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Opens a source whenever its frames are wanted, and closes it when they are not; ends where the source does.</summary>
    /// <param name="open">Opens it.</param>
    /// <param name="ended">Ends it as well while nothing is wanted; null: nothing does.</param>
    public async IAsyncEnumerable<VideoFrame> WhileWantedAsync(
        Func<CancellationToken, IAsyncEnumerable<VideoFrame>> open, [EnumeratorCancellation] CancellationToken cancellationToken, Task? ended = null)
    {
        while (await WaitForDemandAsync(ended, cancellationToken))
        {
            using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var ending = EndAsync(enough);
            try
            {
                await using var frames = open(enough.Token).GetAsyncEnumerator(enough.Token);
                while (await NextAsync(frames, enough.Token, cancellationToken) is { } any)
                {
                    if (!any)
                    {
                        yield break;
                    }

                    yield return frames.Current;
                }
            }
            finally
            {
                await enough.CancelAsync();
                await ending;
            }
        }
    }

    private async Task<bool> WaitForDemandAsync(Task? ended, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wanted = WaitAsync(isWanted: true, waiting.Token);
        var isWanted = await Task.WhenAny(wanted, ended ?? wanted) == wanted;
        await waiting.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return isWanted;
    }

    // Null: they are not wanted any more.
    private static async Task<bool?> NextAsync(IAsyncEnumerator<VideoFrame> frames, CancellationToken enough, CancellationToken cancellationToken)
    {
        try
        {
            return await frames.MoveNextAsync();
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task EndAsync(CancellationTokenSource enough)
    {
        try
        {
            await WaitAsync(isWanted: false, enough.Token);
            await enough.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The source has ended before.
        }
    }
}
