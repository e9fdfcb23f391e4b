using Dashboard.Tests.Support;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Shared;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Flows;

public class FlowsPageStateTests
{
    [Fact]
    public void State_WrittenAndRead_IsTheSame() => Prop.ForAll(States.ToArbitrary(), state =>
    {
        var problems = new List<string>();
        var read = FlowsPageState.FromQueryString(state.ToQueryString(), problems);
        Assert.Empty(problems);
        Assert.Equal(state.ToQueryString(), read.ToQueryString());
        Assert.Equal(state with { Cameras = [], Where = null }, read with { Cameras = [], Where = null });
        Assert.Equal(state.Cameras, read.Cameras);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Garbage_Read_IsAListThatCanBeShown() => Prop.ForAll(ArbMap.Default.ArbFor<string>(), garbage =>
    {
        string[] keys = ["plate", "match", "camera", "range", "from", "to", "only", "where", "sort", "page", "size"];
        var state = FlowsPageState.FromQueryString(string.Join('&', keys.Select(key => key + "=" + garbage)), []);
        Assert.Contains(state.PageSize, FlowsPageState.PageSizes);
        Assert.NotNull(state.ToQuery(Time("2025-03-30T10:00:00Z")));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void EveryWrongPart_Read_IsNamed()
    {
        var problems = new List<string>();
        var state = FlowsPageState.FromQueryString(
            "camera=1,x&range=decade&only=red&sort=colour&page=-1&size=21&from=now&where=a.b.c&plate=B1", problems);
        Assert.Equal(8, problems.Count);
        Assert.Equal("plate=B1&camera=1", state.ToQueryString());
    }

    [Theory]
    [InlineData("direction=in", "where=direction.eq.in")]
    [InlineData("direction=in&where=region.eq.DE", "where=region.eq.DE%2Cdirection.eq.in")]
    [InlineData("direction=", "")]
    public void Direction_InTheAddress_IsACondition(string query, string expected)
    {
        var problems = new List<string>();
        var state = FlowsPageState.FromQueryString(query, problems);
        Assert.Empty(problems);
        Assert.Equal(Uri.UnescapeDataString(expected), Uri.UnescapeDataString(state.ToQueryString()));
        FlowsPageState.FromQueryString($"direction={new string('x', 33)}", problems);
        Assert.Contains("at most 32", Assert.Single(problems));
    }

    [Fact]
    public void ListAsItOpens_Written_IsEmpty() => Assert.Equal("", new FlowsPageState().ToQueryString());

    [Fact]
    public void Yesterday_AcrossAClockChange_IsTheWholeLocalDay()
    {
        // Europe/Vienna: 30 March 2025 had 23 hours.
        var where = new FlowsPageState { Range = FlowRange.Yesterday }.ToCondition(Time("2025-03-31T08:00:00Z"));
        Assert.Equal("time.ge.2025-03-29T23:00:00Z,time.lt.2025-03-30T22:00:00Z", FlowQueryText.Write(where!));
    }

    [Fact]
    public void YesterdayEvening_BeginsAtSixLocalTimeAndEndsAtMidnight()
    {
        var where = new FlowsPageState { Range = FlowRange.YesterdayEvening }.ToCondition(Time("2025-06-30T09:00:00Z"));
        Assert.Equal("time.ge.2025-06-29T16:00:00Z,time.lt.2025-06-29T22:00:00Z", FlowQueryText.Write(where!));
    }

    [Fact]
    public void LastHour_WithinAMinute_IsTheSameQuestion()
    {
        var hour = new FlowsPageState { Range = FlowRange.Hour };
        Assert.Equal("time.ge.2025-06-30T08:00:00Z", FlowQueryText.Write(hour.ToCondition(Time("2025-06-30T09:00:01Z"))!));
        Assert.Equal("time.ge.2025-06-30T08:00:00Z", FlowQueryText.Write(hour.ToCondition(Time("2025-06-30T09:00:59Z"))!));
    }

    [Fact]
    public void CustomRange_InIsoForm_IsReadWithItsOffset()
    {
        var problems = new List<string>();
        var state = FlowsPageState.FromQueryString("from=2025-06-30T10:00:00%2B02:00&to=2025-06-30T11:30+02:00", problems);
        Assert.Empty(problems);
        Assert.Equal("from=2025-06-30T08:00:00Z&to=2025-06-30T09:30:00Z", state.ToQueryString());
    }

    [Theory]
    [InlineData("plate=ab 1", "plate.has.AB1")]
    [InlineData("plate=ab*1?", "plate.like.AB*1?")]
    [InlineData("plate=GÖ·ａb 1", "plate.has.GOAB1")]
    [InlineData("plate=b0&match=alike", "plate.alike.*B0*")]
    [InlineData("plate=b0*&match=alike", "plate.alike.B0*")]
    [InlineData("plate=b0&match=candidates", "any(plate.has.B0,candidate.has.B0)")]
    [InlineData("plate=b0?&match=alike,candidates", "any(plate.alike.B0?,candidate.alike.B0?)")]
    [InlineData("plate=*****", "plate.like.*")]
    public void Search_Typed_AsksForAPartOrAPattern(string query, string where) => Assert.Equal(
        where, Uri.UnescapeDataString(FlowQueryText.Write(FlowsPageState.FromQueryString(query, []).ToCondition(Time("2025-06-30T22:00:01Z"))!)));

    [Fact]
    public void Today_JustAfterLocalMidnight_BeginsThere()
    {
        var where = new FlowsPageState { Range = FlowRange.Today }.ToCondition(Time("2025-06-30T22:00:01Z"));
        Assert.Equal("time.ge.2025-06-30T22:00:00Z", FlowQueryText.Write(where!));
    }

    [Fact]
    public void LowConfidence_Asked_LeavesOutFlowsWithoutPlate()
    {
        var where = new FlowsPageState { OnlyLowConfidence = true }.ToCondition(Time("2025-06-30T22:00:01Z"));
        Assert.Equal("plate.ne.,confidence.lt.0.8", FlowQueryText.Write(where!));
    }

    [Fact]
    public void Filters_Together_AllHold()
    {
        var state = FlowsPageState.FromQueryString("plate=ab-12&camera=2,1&only=manual&where=any(plate.has.X,plate.has.Y)", []);
        Assert.Equal(
            "plate.has.AB12,camera-id.in.1_2,trigger.eq.manual,any(plate.has.X,plate.has.Y)",
            FlowQueryText.Write(state.ToCondition(Time("2025-06-30T22:00:01Z"))!));
    }

    [Fact]
    public void SortedBy_SameColumn_TurnsRoundAndGoesToTheFirstPage()
    {
        var state = new FlowsPageState { Page = 7 }.SortedBy(FlowField.Plate);
        Assert.Equal((1, new FlowOrder(FlowField.Plate, false)), (state.Page, state.Order));
        Assert.Equal(new FlowOrder(FlowField.Plate, true), state.SortedBy(FlowField.Plate).Order);
        Assert.Equal(FlowOrder.Newest, state.SortedBy(FlowField.Time).Order);
    }

    internal static DisplayClock Time(string now) =>
        new(
            FixedOptions.From(new ServerOptions { TimeZone = "Europe/Vienna" }),
            new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)));

    private static Gen<FlowsPageState> States =>
        from plate in Gen.Elements("", "A", "B12XY", "*1?", "A*9")
        from folded in Gen.Elements(true, false)
        from candidates in Gen.Elements(true, false)
        from cameras in Gen.SubListOf(new long[] { 1, 2, 3, 70 })
        from range in Gen.Elements(Enum.GetValues<FlowRange>())
        from second in Gen.Choose(1, int.MaxValue)
        from only in Gen.Choose(0, 2)
        from manual in Gen.Elements(true, false)
        from column in Gen.Elements(FlowFieldText.Sortable)
        from page in Gen.Choose(1, 5000)
        from size in Gen.Elements(20, 50, 100)
        from condition in Gen.Elements<FlowCondition?>(null, new FlowComparison(FlowField.Camera, FlowOperator.Contains, "Gate & co, (north)"))
        select new FlowsPageState
        {
            Plate = plate,
            IsFolded = folded,
            WithCandidates = candidates,
            Cameras = [.. cameras],
            Range = range,
            From = range == FlowRange.Custom ? DateTimeOffset.FromUnixTimeSeconds(second) : null,
            To = range == FlowRange.Custom && second % 2 == 0 ? DateTimeOffset.FromUnixTimeSeconds(second) : null,
            OnlyWithoutPlate = only == 1,
            OnlyLowConfidence = only == 2,
            OnlyManual = manual,
            Where = condition,
            Order = new FlowOrder(column, page % 2 == 0),
            Page = page,
            PageSize = size,
        };
}
