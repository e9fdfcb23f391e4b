using Dashboard.Hosting.Network;

namespace Dashboard.Tests.Hosting.Network;

public sealed class CallerPlacesTests
{
    [Fact]
    public void Caller_HasAShare_AndLeavesPlacesToOthers()
    {
        var places = new CallerPlaces(places: 3, perCaller: 2);
        var (first, second) = (places.TryTake("a"), places.TryTake("a"));
        Assert.NotNull(second);
        Assert.Null(places.TryTake("a"));
        using var other = places.TryTake("b");
        Assert.NotNull(other);
        Assert.Null(places.TryTake("c"));

        first!.Dispose();
        first.Dispose();
        Assert.Equal(2, places.Taken);
        using var again = places.TryTake("c");
        Assert.NotNull(again);
    }
}
