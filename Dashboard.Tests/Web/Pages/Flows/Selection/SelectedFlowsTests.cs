using Dashboard.Flows;
using Dashboard.Web.Pages.Flows.Selection;

namespace Dashboard.Tests.Web.Pages.Flows.Selection;

public class SelectedFlowsTests
{
    private readonly SelectedFlows _selected = new();
    private readonly FakeFlowSource _source = new();

    [Fact]
    public void Set_ThroughFromBelow_TakesThoseBetweenAndLetsThemGo()
    {
        Show(Enumerable.Range(0, 6).Select(i => $"P{i}"));
        _selected.Set(5, isSelected: true, through: false);
        _selected.Set(2, isSelected: true, through: true);
        Assert.Equal([2, 3, 4, 5], _selected.Numbers);
        _selected.Set(4, isSelected: false, through: true);
        Assert.Equal([5], _selected.Numbers);
    }

    [Fact]
    public void Set_WhatIsNotShown_ChangesNothing()
    {
        Show(["P1"]);
        _selected.Set(99, isSelected: true, through: false);
        Assert.Equal(0, _selected.Count);
    }

    [Fact]
    public void Plates_OfSelectedFlows_AreEachOnceAndAsTheyAreNow()
    {
        var rows = Show(["B2", "A1", "", "B2"]);
        _selected.SetShown(true);
        Assert.True(_selected.HasAllShown);
        Assert.Equal(["A1", "B2"], _selected.Plates);
        rows[1].Flow.Plate = "C3";
        _selected.Show(rows);
        Assert.Equal(["B2", "C3"], _selected.Plates);
    }

    [Fact]
    public void SetShown_MoreThanTheMaximum_StopsThere()
    {
        Show(Enumerable.Range(0, SelectedFlows.MaxFlows + 5).Select(i => $"P{i}"));
        _selected.SetShown(true);
        Assert.Equal(SelectedFlows.MaxFlows, _selected.Count);
        Assert.True(_selected.IsFull);
        Assert.False(_selected.HasAllShown);
    }

    private IReadOnlyList<FlowWithCamera> Show(IEnumerable<string> plates)
    {
        var rows = _source.Add(plates);
        _selected.Show(rows);
        return rows;
    }
}
