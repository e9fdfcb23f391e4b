using Dashboard.Domain;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests;

public sealed class ConcurrentEditTests
{
    [Fact]
    public void Fields_OfTwoPeople_AreBothAsTheyWereChanged_AndTheLastOneWins() =>
        Prop.ForAll(Gen.ArrayOf(Gen.Choose(0, 2), 6).ToArbitrary(), texts =>
        {
            var (loaded, first, second) = (Thing(texts, 0), Thing(texts, 2), Thing(texts, 4));
            var stored = Edited(loaded, first, loaded);
            var last = Edited(loaded, second, stored);
            Assert.Equal(first, stored);
            Assert.Equal(
                new Named(second.Name != loaded.Name ? second.Name : first.Name, second.Place != loaded.Place ? second.Place : first.Place), last);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Thing_OfWhichNothingWasLoaded_IsWantedWhole()
    {
        Assert.Equal(new Named("a", "b"), Edited(null, new Named("a", "b"), new Named("c", "d")));
    }

    [Fact]
    public void Values_AreComparedAsTheyAreToBe()
    {
        int[] loaded = [1, 2], wanted = [2, 1], stored = [3];
        var edit = new ConcurrentEdit<int[]>(loaded, wanted, stored);
        Assert.Equal([3], edit.Take(numbers => numbers.ToHashSet(), HashSet<int>.CreateSetComparer()));
        Assert.Equal([2, 1], edit.Take(numbers => numbers));
    }

    private static Named Thing(int[] texts, int first) => new($"name {texts[first]}", $"place {texts[first + 1]}");

    private static Named Edited(Named? loaded, Named wanted, Named stored)
    {
        var edit = new ConcurrentEdit<Named>(loaded, wanted, stored);
        return new Named(edit.Take(thing => thing.Name), edit.Take(thing => thing.Place));
    }

    private sealed record Named(string Name, string Place);
}
