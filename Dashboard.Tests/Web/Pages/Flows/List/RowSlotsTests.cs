using Dashboard.Web.Pages.Flows.List;

namespace Dashboard.Tests.Web.Pages.Flows.List;

public sealed class RowSlotsTests
{
    [Fact]
    public void Assign_KeepsTheRowOfWhoStays_AndGivesThatOfWhoHasGone()
    {
        var slots = new RowSlots();
        slots.Assign([13, 12, 11]);
        var (first, second, third) = (slots[13], slots[12], slots[11]);

        slots.Assign([14, 13, 12]);

        Assert.Equal((third, first, second), (slots[14], slots[13], slots[12]));
    }

    [Fact]
    public void Assign_OfAnyChange_GivesEachARowOfItsOwn_AndNeverMoreThanWereShown()
    {
        var random = new Random(5);
        var slots = new RowSlots();
        Dictionary<long, int> before = [];
        var maxShown = 0;
        for (var round = 0; round < 1000; round++)
        {
            var shown = Enumerable.Range(0, random.Next(30)).Select(_ => random.NextInt64(60)).Distinct().ToList();
            slots.Assign(shown);

            maxShown = Math.Max(maxShown, shown.Count);
            var after = shown.ToDictionary(id => id, id => slots[id]);
            Assert.Equal(shown.Count, after.Values.Distinct().Count());
            Assert.All(after, row => Assert.Equal(before.GetValueOrDefault(row.Key, row.Value), row.Value));
            Assert.All(after.Values, slot => Assert.InRange(slot, 0, maxShown - 1));
            before = after;
        }
    }
}
