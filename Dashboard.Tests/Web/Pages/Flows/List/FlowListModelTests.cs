using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Flows;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Flows.List;
using Dashboard.Web.Pages.Flows.List.Live;
using Dashboard.Web.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Web.Pages.Flows.List;

/// <summary>The list behind the page: no browser, no component, no database.</summary>
public sealed partial class FlowListModelTests : IDisposable
{
    private readonly SteppedClock _clock = new(FakeFlowSource.Noon);
    private readonly FakeFlowSource _source = new();
    private readonly FlowFeed _feed = new();
    private readonly List<Exception> _unexpected = [];
    private readonly LiveFlows _live;
    private readonly FlowListModel _list;

    public FlowListModelTests()
    {
        _live = new LiveFlows(_feed, _clock, NullLogger<LiveFlows>.Instance);
        _list = NewList();
    }

    public void Dispose()
    {
        _list.Dispose();
        _live.Dispose();
    }

    [Fact]
    public async Task Load_SecondPageByPlate_HasItsRowsAndTheTotal()
    {
        _source.Add(Enumerable.Range(0, 25).Select(i => $"AB{i:00}"));
        Assert.True(_list.Open("?sort=plate&page=2"));
        Assert.False(_list.Open("?sort=plate&page=2"));
        await _list.LoadAsync();
        Assert.Equal(["AB20", "AB21", "AB22", "AB23", "AB24"], Plates);
        Assert.Equal("25 flows", _list.Summary);
        Assert.False(_list.IsLoading);
    }

    [Fact]
    public async Task Load_PagePastTheEnd_ShowsTheLastAndSaysSo()
    {
        _source.Add("AB12");
        _list.Open("?page=7");
        await _list.LoadAsync();
        Assert.Equal(1, _list.State.Page);
        Assert.Equal("1 flow", _list.Summary);
    }

    [Fact]
    public void Open_WhatCannotBeUnderstood_IsToldOnceEachAndAtMostFive()
    {
        _list.Open("?sort=colour&only=a,a,b,c,d,e,f,g");
        Assert.Equal(5, _list.Errors.Count);
        Assert.Equal(_list.Errors.Distinct(), _list.Errors);
    }

    [Fact]
    public async Task Load_CountingTakesLong_ShowsTheFirstRowsMeanwhile()
    {
        _source.Add("AB12", "AB13");
        var counting = new TaskCompletionSource();
        _source.Counting = counting.Task;
        _list.Open("");
        var load = _list.LoadAsync();
        Assert.Null(_list.Page);
        _clock.Advance(FlowListModel.PeekDelay);
        await Eventually.TrueAsync(() => _list.IsCounting, "the first rows are shown");
        Assert.Equal(["AB13", "AB12"], Plates);
        Assert.Equal("counting…", _list.Summary);
        Assert.Null(_list.ToSnapshot());
        counting.SetResult();
        await load;
        Assert.Equal("2 flows", _list.Summary);
        Assert.False(_list.IsCounting);
    }

    [Fact]
    public async Task Load_CountedAtOnce_PeeksAtNothing()
    {
        _source.Add("AB12");
        _list.Open("");
        await _list.LoadAsync();
        _clock.Advance(FlowListModel.PeekDelay * 2);
        Assert.Equal((1, 0), (_source.Searches, _source.Peeks));
    }

    [Fact]
    public async Task Load_AnotherListMeanwhile_TheFirstIsForgotten()
    {
        _source.Add("AB12", "CD34");
        var counting = new TaskCompletionSource();
        _source.Counting = counting.Task;
        _list.Open("?plate=AB");
        var first = _list.LoadAsync();
        _source.Counting = Task.CompletedTask;
        _list.Open("?plate=CD");
        await _list.LoadAsync();
        counting.SetResult();
        await first;
        Assert.Equal(["CD34"], Plates);
        Assert.Null(_list.Failure);
        Assert.False(_list.IsLoading);
    }

    [Fact]
    public async Task Load_DatabaseFails_SaysSoAndKeepsTheRows()
    {
        _source.Add("AB12");
        _list.Open("");
        await _list.LoadAsync();
        _source.IsBroken = true;
        await _list.LoadAsync();
        Assert.NotNull(_list.Failure);
        Assert.Equal(["AB12"], Plates);
        Assert.Null(_list.ToSnapshot());
        _source.IsBroken = false;
        await _list.LoadAsync();
        Assert.Null(_list.Failure);
    }

    [Fact]
    public async Task FirstRows_NothingComes_AreWaitedForNoLongerThanSaid()
    {
        var counting = new TaskCompletionSource();
        _source.Counting = counting.Task;
        _list.Open("");
        var load = _list.LoadFirstRowsAsync(TimeSpan.FromSeconds(2));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(load.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await load.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Null(_list.Page);
    }

    [Fact]
    public async Task FirstRows_CountingTakesLong_AreEnough()
    {
        _source.Add("AB12");
        _source.Counting = new TaskCompletionSource().Task;
        _list.Open("");
        var load = _list.LoadFirstRowsAsync(TimeSpan.FromSeconds(2));
        _clock.Advance(FlowListModel.PeekDelay);
        await load.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(["AB12"], Plates);
        Assert.True(_list.IsCounting);
    }

    [Fact]
    public async Task Arrived_OnTop_SlidesInAndIsFresh()
    {
        await OpenAndFollowAsync("", "AB12");
        Arrive("NEW1");
        Assert.Equal(["NEW1", "AB12"], Plates);
        Assert.Equal([2], _list.Fresh);
        Assert.Equal(0, _list.Waiting);
        Assert.Empty(_unexpected);
    }

    [Fact]
    public async Task Arrived_WhileReadingFurtherDown_WaitsAndOnlyWhatMatchesCounts()
    {
        await OpenAndFollowAsync("?plate=AB", "AB12");
        _list.MaySlideIn = false;
        Arrive("AB99", "ZZ11");
        Assert.Equal((1, "AB12"), (_list.Waiting, Assert.Single(Plates)));
        Arrive("AB98");
        Assert.Equal(2, _list.Waiting);
        await _list.LoadAsync(isQuiet: true);
        Assert.Equal(["AB98", "AB99", "AB12"], Plates);
        Assert.Equal(0, _list.Waiting);
    }

    [Fact]
    public async Task Arrived_SecondPage_WaitsThoughTheReaderIsOnTop()
    {
        await OpenAndFollowAsync("?page=2", [.. Enumerable.Range(0, 25).Select(i => $"AB{i:00}")]);
        Arrive("NEW1");
        Assert.Equal(1, _list.Waiting);
        Assert.Equal(5, Plates.Count);
    }

    [Fact]
    public async Task Arrived_ManyTimesInOneInterval_AreReadOnce()
    {
        await OpenAndFollowAsync("", "AB12");
        var before = _source.Searches;
        foreach (var plate in new[] { "N1", "N2", "N3" })
        {
            _feed.Publish(_source.Add(plate));
        }

        _clock.Advance(LiveFlows.Interval);
        _clock.Advance(FlowListModel.ArrivalInterval);
        Assert.Equal(["N3", "N2", "N1", "AB12"], Plates);
        Assert.InRange(_source.Searches - before, 1, 2);
    }

    [Fact]
    public async Task Arrived_WhileTheListIsRead_IsTakenInAfterwards()
    {
        await OpenAndFollowAsync("", "AB12");
        var counting = new TaskCompletionSource();
        _source.Counting = counting.Task;
        var load = _list.LoadAsync();
        Arrive("NEW1");
        counting.SetResult();
        await load;
        Assert.Contains("NEW1", Plates);
        Arrive("NEW2");
        Assert.Equal("NEW2", Plates[0]);
    }

    [Fact]
    public async Task Snapshot_Restored_ShowsTheSameWithoutAQuery()
    {
        _source.Add(Enumerable.Range(0, 30).Select(i => $"AB{i:00}"));
        _list.Open("?size=20&page=2");
        await _list.LoadCamerasAsync();
        await _list.LoadAsync();
        var snapshot = _list.ToSnapshot();
        var searches = _source.Searches;
        using var second = NewList();
        second.Open("?size=20&page=2");
        Assert.True(second.Restore(snapshot));
        Assert.Equal(Plates, second.Page!.Rows.Select(row => row.Flow.Plate));
        Assert.Equal(
            _list.Page!.Rows.Select(row => (row.Flow.Id, row.Flow.CapturedAt, row.Flow.Confidence, row.Camera)),
            second.Page.Rows.Select(row => (row.Flow.Id, row.Flow.CapturedAt, row.Flow.Confidence, row.Camera)));
        Assert.Equal(_list.Cameras, second.Cameras);
        Assert.Equal(("30 flows", 2), (second.Summary, second.State.Page));
        Assert.Equal(searches, _source.Searches);
    }

    [Fact]
    public async Task Snapshot_OfAnotherAddress_IsNotShown()
    {
        _list.Open("?plate=AB");
        await _list.LoadAsync();
        using var second = NewList();
        second.Open("?plate=CD");
        Assert.False(second.Restore(_list.ToSnapshot()));
        Assert.False(second.Restore(null));
        Assert.Null(second.Page);
    }

    [Fact]
    public async Task Snapshot_Restored_TakesInWhatWasStoredBeforeItFollowed()
    {
        _source.Add("AB12");
        _list.Open("");
        await _list.LoadAsync();
        _source.Add("NEW1");
        using var second = NewList();
        second.Open("");
        second.Restore(_list.ToSnapshot());
        second.Follow(_live, action => action(), _unexpected.Add);
        _clock.Advance(FlowListModel.ArrivalInterval);
        Assert.Equal(["NEW1", "AB12"], second.Page!.Rows.Select(row => row.Flow.Plate));
        Assert.Equal([2], second.Fresh);
    }

    [Fact]
    public async Task Alert_OfAFlowThatIsShown_MarksItsRowAlone()
    {
        await OpenAndFollowAsync("", "AB12", "CD34");
        var (first, second) = (_list.Page!.Rows[0], _list.Page.Rows[1]);
        var changes = 0;
        _list.Changed += () => changes++;
        _source.MakeAlert(99, new ListMark(1, "Wanted", AlertListColor.Red));
        Assert.Equal(0, changes);
        _source.MakeAlert(second.Flow.Id, new ListMark(1, "Wanted", AlertListColor.Red));
        Assert.Equal("Wanted", Assert.Single(_list.Page.Rows[1].Lists).Name);
        Assert.Same(first, _list.Page.Rows[0]);
        Assert.Equal(1, changes);
    }

    [Fact]
    public async Task Snapshot_OfTheLargestPage_FitsIntoTheBrowsersFirstMessage()
    {
        var random = new Random(1);
        for (var i = 0; i < 100; i++)
        {
            var flow = _source.Add($"{(char)('A' + random.Next(26))}{random.Next(100_000):00000}").Single().Flow;
            (flow.Confidence, flow.ProcessingMs, flow.Region, flow.HasPicture) = (random.NextDouble(), random.NextDouble() * 30, "de", true);
            flow.Corners = string.Join(',', Enumerable.Range(0, 8).Select(_ => random.Next(1920)));
            flow.FirstSeenAt = flow.LastSeenAt = FakeFlowSource.Noon.AddMilliseconds(random.Next(100_000));
        }

        _list.Open("?size=100");
        await _list.LoadAsync();
        Assert.Equal(100, Plates.Count);
        Assert.NotNull(_list.ToSnapshot());
    }

    [Fact]
    public async Task Disposed_WhileItReads_SaysNothingAndThrowsNothing()
    {
        _source.Counting = new TaskCompletionSource().Task;
        _list.Open("");
        var changes = 0;
        var load = _list.LoadAsync();
        _list.Changed += () => changes++;
        _list.Dispose();
        await load.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
        await _list.LoadCamerasAsync();
        await _list.LoadAsync();
        Assert.Equal(0, changes);
        Assert.Null(_list.Failure);
    }

    private List<string> Plates => [.. _list.Page!.Rows.Select(row => row.Flow.Plate)];

    private FlowListModel NewList() =>
        new(_source, new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), _clock), _clock, NullLogger.Instance);

    private async Task OpenAndFollowAsync(string query, params string[] plates)
    {
        _source.Add(plates);
        _list.Open(query);
        await _list.LoadAsync();
        _list.Follow(_live, action => action(), _unexpected.Add);
    }

    private void Arrive(params string[] plates) => Arrive(_source.Add(plates));

    private void Arrive(IReadOnlyList<FlowWithCamera> flows)
    {
        _feed.Publish(flows);
        _clock.Advance(LiveFlows.Interval);
        _clock.Advance(FlowListModel.ArrivalInterval);
    }
}
