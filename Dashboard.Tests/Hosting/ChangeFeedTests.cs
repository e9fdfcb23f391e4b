using Dashboard.Hosting;

namespace Dashboard.Tests.Hosting;

public sealed class ChangeFeedTests
{
    private readonly NumberFeed _feed = new();
    private readonly List<int> _heard = [];

    [Fact]
    public void Publish_ReachesEveryListenerUntilItIsDisposed()
    {
        using var first = _feed.Subscribe(numbers => _heard.AddRange(numbers));
        var second = _feed.Subscribe(numbers => _heard.AddRange(numbers.Select(number => -number)));
        _feed.Publish([1, 2]);
        second.Dispose();
        second.Dispose();
        _feed.Publish([3]);
        Assert.Equal([1, 2, -1, -2, 3], _heard);
    }

    [Fact]
    public void OneListener_SubscribedTwice_LosesOneSubscriptionAtATime()
    {
        Action<IReadOnlyList<int>> listener = numbers => _heard.AddRange(numbers);
        using var first = _feed.Subscribe(listener);
        var second = _feed.Subscribe(listener);
        second.Dispose();
        second.Dispose();
        _feed.Publish([1]);
        Assert.Equal([1], _heard);
    }

    [Fact]
    public void Listener_ThatLeavesWhileItIsTold_DisturbsNobody()
    {
        IDisposable? subscription = null;
        subscription = _feed.Subscribe(_ => subscription!.Dispose());
        using var other = _feed.Subscribe(numbers => _heard.AddRange(numbers));
        _feed.Publish([1]);
        _feed.Publish([2]);
        Assert.Equal([1, 2], _heard);
    }

    private sealed class NumberFeed : ChangeFeed<int>;
}
