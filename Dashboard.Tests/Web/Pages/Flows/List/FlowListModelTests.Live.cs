using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Web.Pages.Flows.List;
using Dashboard.Web.Pages.Flows.List.Live;

namespace Dashboard.Tests.Web.Pages.Flows.List;

public sealed partial class FlowListModelTests
{
    [Fact]
    public async Task Arrived_WhilePausedByHand_WaitsUntilTheAddressLetsIn()
    {
        await OpenAndFollowAsync("?live=paused", "AB12");
        Arrive("NEW1");
        Assert.Equal((1, "AB12"), (_list.Waiting, Assert.Single(Plates)));
        await _list.ReleaseAsync();
        Assert.Equal(1, _list.Waiting);

        // The same flows: nothing is read for the change of the address alone.
        Assert.False(_list.Open(""));
        await _list.ReleaseAsync();
        Assert.Equal((0, "NEW1"), (_list.Waiting, Plates[0]));
    }

    /// <summary>A time server puts the clock right while somebody watches: what passes goes on coming in.</summary>
    [Theory]
    [InlineData(-8760)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(8760)]
    public async Task Arrived_AfterTheClockWasSet_ComesInAsBefore(int hours)
    {
        await OpenAndFollowAsync("", "AB12");
        Arrive("NEW1");
        _clock.Step(TimeSpan.FromHours(hours));
        for (var i = 2; i < 5; i++)
        {
            Arrive([_source.Add(new Flow { Plate = $"NEW{i}", Confidence = .93, CapturedAt = _clock.GetUtcNow() })]);
            Assert.Contains($"NEW{i}", Plates);
            Assert.Equal([(long)i + 1], _list.Fresh);
        }

        Assert.Equal(hours > 0 ? "NEW4" : "NEW1", Plates[0]);
    }

    [Fact]
    public async Task Arrived_WhileFlowsAreSelected_WaitsUntilTheyAreLetGo()
    {
        await OpenAndFollowAsync("", "AB12");
        _list.Selected.SetShown(true);
        Arrive("NEW1");
        Assert.Equal((1, "AB12"), (_list.Waiting, Assert.Single(Plates)));
        _list.Selected.Clear();
        await _list.ReleaseAsync();
        Assert.Equal(["NEW1", "AB12"], Plates);
    }

    /// <summary>Rows that were corrected are shown as they are now, and a list that is paused stays so.</summary>
    [Fact]
    public async Task Shown_ReadAgainWhileOthersWait_LetsNoneIn()
    {
        await OpenAndFollowAsync("?live=paused", "AB12");
        Arrive("NEW1");
        await _list.LoadAsync(isQuiet: true, keepsOut: true);
        Assert.Equal((1, "AB12"), (_list.Waiting, Assert.Single(Plates)));
        Arrive("NEW2");
        Assert.Equal((2, "AB12"), (_list.Waiting, Assert.Single(Plates)));
        _list.Open("");
        await _list.ReleaseAsync();
        Assert.Equal(["NEW2", "NEW1", "AB12"], Plates.OrderDescending());
    }

    /// <summary>A correction clears the selection, which lets in what waited, and has the rows read again.</summary>
    [Fact]
    public async Task Shown_ReadAgainWhileOthersAreLetIn_HasThemAndTellsOfNone()
    {
        await OpenAndFollowAsync("", "AB12");
        _list.Selected.SetShown(true);
        Arrive("NEW1");
        _source.Counting = new TaskCompletionSource().Task;
        _list.Selected.Clear();
        _ = _list.ReleaseAsync();
        _source.Counting = Task.CompletedTask;
        await _list.LoadAsync(isQuiet: true, keepsOut: true);
        Assert.Equal(["NEW1", "AB12"], Plates);
        Assert.Equal(0, _list.Waiting);
    }

    [Fact]
    public async Task Selected_OnAnotherPageOrInAnotherOrder_StaysAndWithAnotherFilterGoes()
    {
        await OpenAndFollowAsync("", [.. Enumerable.Range(0, 25).Select(i => $"AB{i:00}")]);
        _list.Selected.Set(25, isSelected: true, through: false);
        _list.Open("?page=2&sort=plate&view=pictures");
        await _list.LoadAsync();
        Assert.Equal([25], _list.Selected.Numbers);
        _list.Open("?plate=AB1");
        Assert.Equal(0, _list.Selected.Count);
    }

    [Fact]
    public async Task Arrived_WithAHundredOpenLists_IsAskedForOnceASecond()
    {
        _source.Live = _live;
        _source.Add("AB12");
        var lists = Enumerable.Range(0, 100).Select(_ => NewList()).ToList();
        foreach (var list in lists)
        {
            list.Open("");
            await list.LoadAsync();
            list.Follow(_live, action => action(), _unexpected.Add);
        }

        var (searches, counts, draws) = (_source.Searches, _source.Counts, 0);
        lists.ForEach(list => list.Changed += () => draws++);
        for (var second = 0; second < 5; second++)
        {
            foreach (var batch in Enumerable.Range(0, 10))
            {
                // Fifty flows a second.
                _feed.Publish(_source.Add(Enumerable.Range(0, 5).Select(i => $"S{second}B{batch}N{i}")));
                _clock.Advance(LiveFlows.Interval / 10);
            }
        }

        _clock.Advance(LiveFlows.Interval);
        _clock.Advance(FlowListModel.ArrivalInterval);
        Assert.All(lists, list => Assert.Equal("S4B9N4", list.Page!.Rows[0].Flow.Plate));
        Assert.InRange(_source.Searches - searches, 5, 8);
        Assert.InRange(_source.Counts - counts, 5, 8);
        Assert.InRange(draws, 5 * lists.Count, 8 * lists.Count);
        Assert.Empty(_unexpected);
        lists.ForEach(list => list.Dispose());
    }

    [Fact]
    public void Rows_ReadAgain_StayTheSameObjectsUnlessTheySayOtherwise()
    {
        var shown = _source.Add("AB12", "CD34");
        var read = shown.Select(row => row with { Flow = Copy(row.Flow) }).ToList();
        Assert.All(ShownRows.Keep(shown, read), (row, i) => Assert.Same(shown[i], row));
        read[1].Flow.Plate = "CD35";
        var kept = ShownRows.Keep(shown, read);
        Assert.Same(shown[0], kept[0]);
        Assert.Same(read[1], kept[1]);
        Assert.Same(read[0], ShownRows.Keep([shown[0] with { Lists = [new ListMark(1, "Wanted", AlertListColor.Red)] }], read)[0]);

        static Flow Copy(Flow flow) =>
            new() { Id = flow.Id, CameraId = flow.CameraId, Plate = flow.Plate, Confidence = flow.Confidence, CapturedAt = flow.CapturedAt };
    }
}
