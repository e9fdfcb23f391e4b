using Dashboard.Domain.Flows;

namespace Dashboard.Tests.Flows;

public sealed class StayLengthsTests
{
    [Fact]
    public void Bars_OfLengthsAtTheirEdges_BeginWhereTheySay()
    {
        var lengths = new StayLengths();
        foreach (var start in StayLengths.Bars)
        {
            lengths.Add(start);
            lengths.Add(start + TimeSpan.FromSeconds(1));
        }

        Assert.Equal(StayLengths.Bars.Select(_ => 2L), lengths.ToBars());
        Assert.Equal(Enumerable.Range(0, StayLengths.Bars.Count), StayLengths.Bars.Select(StayLengths.BarOf));
        Assert.Equal(0, StayLengths.BarOf(StayLengths.Bars[1] - TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void Text_ReadAgain_AddsUpToTheSame()
    {
        var random = new Random(11);
        var (one, several) = (new StayLengths(), new StayLengths());
        for (var part = 0; part < 5; part++)
        {
            var some = new StayLengths();
            for (var i = 0; i < 200; i++)
            {
                var stay = TimeSpan.FromSeconds(random.Next((int)StayLengths.Max.TotalSeconds + 1));
                one.Add(stay);
                some.Add(stay);
            }

            several.Add(some.ToText());
        }

        several.Add("no:1 5: :3 9999:1 2:-4 ");
        Assert.Equal(1000, several.Total);
        Assert.Equal(one.ToText(), several.ToText());
    }

    [Fact]
    public void Quantile_OfShortAndLongStays_IsWithinTheSpanOfTheExactOne()
    {
        var random = new Random(12);
        var stays = Enumerable.Range(0, 999).Select(_ => TimeSpan.FromMinutes(Math.Pow(random.NextDouble(), 4) * 600)).Order().ToList();
        var lengths = new StayLengths();
        stays.ForEach(lengths.Add);

        Assert.InRange(lengths.Quantile(.5)!.Value.TotalMinutes, stays[499].TotalMinutes - 5, stays[499].TotalMinutes + 5);
        Assert.InRange(lengths.Quantile(.9)!.Value.TotalMinutes, stays[899].TotalMinutes - 15, stays[899].TotalMinutes + 15);
        Assert.Null(new StayLengths().Quantile(.5));
    }

    [Fact]
    public void Add_LongerThanTheLongest_CountsNothing()
    {
        var lengths = new StayLengths();
        lengths.Add(StayLengths.Max + TimeSpan.FromSeconds(1));
        lengths.Add(TimeSpan.FromSeconds(-1));
        Assert.Equal("", lengths.ToText());
    }
}
