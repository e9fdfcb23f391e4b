using Bunit;
using Dashboard.Statistics.Stays;
using Dashboard.Web.Pages.Statistics;
using Dashboard.Web.Pages.Statistics.Stays;

namespace Dashboard.Tests.Web.Pages.Statistics.Stays;

public sealed class StayCardTests : BunitContext
{
    private static readonly StatisticsPageState State = new() { Range = StatisticsRange.Month, Cameras = [3] };

    [Fact]
    public void Card_OfStays_SaysHowLongAndLeadsToThem()
    {
        var card = Card(new StayNumbers(
            21, TimeSpan.FromMinutes(44), TimeSpan.FromHours(7.25), [4, 0, 9, 8, 0, 0, 0, 0], Inside: 3, CanCount: true));

        Assert.Equal(["44 min", "7 h 15 min", "21", "3"], card.FindAll("dd").Select(fact => fact.TextContent));
        Assert.Equal("/app/statistics/stays?range=month&camera=3&length=inside", card.Find("dd a").GetAttribute("href"));
        var bars = card.FindAll("a.column");
        Assert.Equal(["Less than 15 min: 4", "30 to 60 min: 9", "1 to 2 hours: 8"], bars.Select(bar => bar.GetAttribute("aria-label")));
        Assert.Equal("/app/statistics/stays?range=month&camera=3&length=2", bars[1].GetAttribute("href"));
        Assert.Equal("/app/statistics/stays.csv?range=month&camera=3", card.Find(".card-head a").GetAttribute("href"));
    }

    [Fact]
    public void Card_WithoutAny_SaysWhatToDo()
    {
        Assert.Contains("name the directions “in” and “out”", Card(Nothing(canCount: false)).Markup);
        Assert.Equal("/app/cameras", Card(Nothing(canCount: false)).Find("a.text-link").GetAttribute("href"));
        Assert.Contains("Nobody who had been seen entering left", Card(Nothing(canCount: true)).Markup);
    }

    [Theory]
    [InlineData(20, "< 1 min")]
    [InlineData(59.6 * 60, "1 h 0 min")]
    [InlineData(26 * 3600, "1 d 2 h")]
    public void Write_OfALength_RoundsToWhatCanBeTold(double seconds, string text) =>
        Assert.Equal(text, StayTexts.Write(TimeSpan.FromSeconds(seconds)));

    private static StayNumbers Nothing(bool canCount) => new(0, null, null, new long[8], Inside: 0, canCount);

    private IRenderedComponent<StayCard> Card(StayNumbers numbers) =>
        Render<StayCard>(parameters => parameters.Add(card => card.Stays, numbers)
            .Add(card => card.CsvUrl, State.ToCsvUrl(StatisticsTables.Stays)).Add(card => card.ListUrl, State.ToStaysUrl));
}
