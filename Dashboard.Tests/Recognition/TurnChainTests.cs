using Dashboard.Recognition;

namespace Dashboard.Tests.Recognition;

public sealed class TurnChainTests
{
    private readonly TurnChain _chain = new();

    [Fact]
    public void FirstTurn_IsThere()
    {
        using var turn = _chain.Enter();
        Assert.True(turn.WaitAsync().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Turn_WaitsForThoseBeforeIt_WhateverTheirOrderOfWaiting()
    {
        var (first, second, third) = (_chain.Enter(), _chain.Enter(), _chain.Enter());
        Assert.False(third.WaitAsync().IsCompleted);
        Assert.False(second.WaitAsync().IsCompleted);

        first.Dispose();
        await second.WaitAsync().WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.False(third.WaitAsync().IsCompleted);

        second.Dispose();
        await third.WaitAsync().WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task Turns_OfManyTasks_AreNeverTwoAtOnce_AndInOrder()
    {
        var order = new List<int>();
        var inside = 0;
        var maxInside = 0;
        var tasks = Enumerable.Range(0, 500)
            .Select(i => (Number: i, Turn: _chain.Enter()))
            .OrderBy(_ => Random.Shared.Next())
            .Select(entry => Task.Run(async () =>
        {
            using var turn = entry.Turn;
            await turn.WaitAsync();
            maxInside = Math.Max(maxInside, Interlocked.Increment(ref inside));
            order.Add(entry.Number);
            Interlocked.Decrement(ref inside);
        })).ToList();
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        Assert.Equal(Enumerable.Range(0, 500), order);
        Assert.Equal(1, maxInside);
    }

    [Fact]
    public void Turn_EndedTwice_LetsOnlyTheNextThrough()
    {
        var (first, second, third) = (_chain.Enter(), _chain.Enter(), _chain.Enter());
        first.Dispose();
        first.Dispose();
        Assert.True(second.WaitAsync().IsCompletedSuccessfully);
        Assert.False(third.WaitAsync().IsCompleted);
    }
}
