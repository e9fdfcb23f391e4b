using Dashboard.Domain.Flows;

namespace Dashboard.Tests.Flows;

public sealed class ViewStripTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Add_TooMany_KeepsTheFirstTheLastAndThoseSpreadBetween()
    {
        var strip = new ViewStrip();
        foreach (var second in new[] { 0, 1, 2, 3, 10, 11, 20 })
        {
            strip.Add(View(second, 10));
        }

        Assert.Equal(FlowViews.MaxViews - 1, strip.Views.Count);
        Assert.Equal((Noon, Noon.AddSeconds(20)), (strip.Views[0].At, strip.Views[^1].At));
        Assert.Contains(strip.Views, view => view.At >= Noon.AddSeconds(10) && view.At < Noon.AddSeconds(20));
    }

    [Fact]
    public void Add_TooLarge_StaysBelowMaxBytes()
    {
        var strip = new ViewStrip();
        for (var i = 0; i < 4; i++)
        {
            strip.Add(View(i, 1_800_000));
        }

        Assert.InRange(strip.Views.Sum(view => view.Jpeg.Length), 1, ViewStrip.MaxBytes);
        strip.Add(View(9, ViewStrip.MaxBytes + 1));
        Assert.InRange(strip.Views.Sum(view => (long)view.Jpeg.Length), 0, ViewStrip.MaxBytes);
    }

    [Fact]
    public void Text_IsReadAsItWasWritten()
    {
        DateTimeOffset[] taken = [Noon.AddMilliseconds(-1500), Noon.AddMilliseconds(-20), Noon.AddSeconds(3)];
        var flow = new Flow { CapturedAt = Noon, Views = FlowViews.ToText(taken, Noon) };
        Assert.Equal("-1500 -20 3000", flow.Views);
        Assert.Equal(taken, FlowViews.Read(flow));
        Assert.Null(FlowViews.ToText(Array.Empty<DateTimeOffset>(), Noon));
        Assert.InRange(FlowViews.ToText(Enumerable.Repeat(DateTimeOffset.MinValue, 9), Noon)!.Length, 1, FlowViews.MaxTextLength);
        Assert.Empty(FlowViews.Read(new Flow()));
        Assert.Empty(FlowViews.Read(new Flow { Views = "1 x" }));
    }

    private static TakenView View(int second, int bytes) => new(Noon.AddSeconds(second), new byte[bytes]);
}
