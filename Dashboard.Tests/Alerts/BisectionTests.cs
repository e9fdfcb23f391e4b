using Dashboard.Alerts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts;

public sealed class BisectionTests
{
    private readonly List<string> _stored = [];
    private readonly List<int> _leftOut = [];

    [Theory]
    [InlineData(new int[0])]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 1, 10 })]
    [InlineData(new[] { 5 })]
    [InlineData(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })]
    public async Task Items_ThatAreRefused_AreLeftOutAloneAndInOrder(int[] refused)
    {
        var order = new List<int>();
        await Bisection.StoreAsync(
            Enumerable.Range(1, 10).ToList(),
            part =>
            {
                if (part.Intersect(refused).Any())
                {
                    throw Refusal();
                }

                order.AddRange(part);
                return Task.FromResult(true);
            },
            (item, _) =>
            {
                order.Add(item);
                _leftOut.Add(item);
                return Task.FromResult(true);
            },
            CancellationToken.None);

        Assert.Equal(Enumerable.Range(1, 10), order);
        Assert.Equal(refused, _leftOut);
    }

    [Fact]
    public async Task OneOfMany_TakesFewTries()
    {
        var tries = 0;
        await Bisection.StoreAsync(
            Enumerable.Range(1, 500).ToList(),
            part => ++tries > 0 && part.Contains(77) ? throw Refusal() : Task.FromResult(true),
            (_, _) => Task.FromResult(true),
            CancellationToken.None);
        Assert.InRange(tries, 10, 20);
    }

    [Fact]
    public async Task Batch_ThatSomebodyElseHasTakenOver_IsLeftToThem()
    {
        await Bisection.StoreAsync(
            Enumerable.Range(1, 4).ToList(),
            part =>
            {
                _stored.Add(string.Join(',', part));
                return part.Count == 4 ? throw Refusal() : Task.FromResult(false);
            },
            (_, _) => Task.FromResult(true),
            CancellationToken.None);
        Assert.Equal(["1,2,3,4", "1,2"], _stored);
    }

    [Fact]
    public async Task Failure_ThatPasses_IsThrownAtOnce()
    {
        var busy = new DbUpdateException("busy", new SqliteException("database is locked", 5));
        var thrown = await Assert.ThrowsAsync<DbUpdateException>(() => Bisection.StoreAsync<int>(
            [1, 2],
            part =>
            {
                _stored.Add(string.Join(',', part));
                throw busy;
            },
            (_, _) => Task.FromResult(true),
            CancellationToken.None));
        Assert.Same(busy, thrown);
        Assert.Equal(["1,2"], _stored);
    }

    [Fact]
    public Task Nothing_IsStoredWithoutATry() => Bisection.StoreAsync<int>(
        [], _ => throw new InvalidOperationException("tried"), (_, _) => throw new InvalidOperationException("left out"), CancellationToken.None);

    private static DbUpdateException Refusal() => new("refused", new SqliteException("constraint failed", 19));
}
