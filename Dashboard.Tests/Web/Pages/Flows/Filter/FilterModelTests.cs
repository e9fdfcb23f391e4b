using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Shared;

namespace Dashboard.Tests.Web.Pages.Flows.Filter;

public class FilterModelTests
{
    private static readonly DisplayClock Time = FlowsPageStateTests.Time("2025-06-30T22:00:01Z");
    private static readonly FilterChoices Choices = new([], [new NamedChoice(4, "Depot")], []);

    [Theory]
    [InlineData("plate.has.AB1")]
    [InlineData("plate.eq.")]
    [InlineData("plate.ne.")]
    [InlineData("plate.alike.*B0*")]
    [InlineData("plate.alike.B0?")]
    [InlineData("candidate.like.A*")]
    [InlineData("corrected.eq.no")]
    [InlineData("confidence.lt.0.955")]
    [InlineData("direction.eq.")]
    [InlineData("direction.ne.")]
    [InlineData("time.ge.2025-01-31T12:00:00Z")]
    [InlineData("site.eq.4,list.ne.2,region.has.us,trigger.eq.manual,id.in.1_2")]
    [InlineData("any(plate.has.A,all(site.eq.4,any(confidence.lt.0.5,trigger.eq.auto)))")]
    public void Condition_Edited_StaysWhatItWas(string text)
    {
        var condition = FlowQueryText.Read(text, []);
        Assert.True(FilterGroupModel.From(condition, Time)!.TryBuild(Time, out var built));
        Assert.Equal(FlowQueryText.Write(condition!), FlowQueryText.Write(built!));
    }

    [Fact]
    public void Row_AnotherKind_BeginsWithItsFirstComparisonAndValue()
    {
        var row = new FilterRowModel { Text = "AB1" };
        row.Choose(FilterKind.Site, Choices);
        Assert.Equal((FlowOperator.Equal, "4"), (row.Operator, row.Text));
        Assert.True(row.TryBuild(Time, out var condition));
        Assert.Equal(new FlowComparison(FlowField.Site, FlowOperator.Equal, 4L), condition);
    }

    [Theory]
    [InlineData(FilterKind.Plate, FlowOperator.Contains, "-")]
    [InlineData(FilterKind.Plate, FlowOperator.Contains, "京1")]
    [InlineData(FilterKind.Plate, FlowOperator.Matches, "京*")]
    [InlineData(FilterKind.Confidence, FlowOperator.Less, "110")]
    [InlineData(FilterKind.Time, FlowOperator.Less, "soon")]
    [InlineData(FilterKind.AlertList, FlowOperator.Equal, "")]
    [InlineData(FilterKind.Direction, FlowOperator.Equal, "")]
    public void Row_WrongValue_SaysSoUntilItIsChanged(FilterKind kind, FlowOperator comparison, string text)
    {
        var row = new FilterRowModel();
        row.Choose(kind, Choices);
        (row.Operator, row.Text) = (comparison, text);
        Assert.False(row.TryBuild(Time, out _));
        Assert.NotNull(row.Error);
        row.Text = "1";
        Assert.Null(row.Error);
    }

    [Theory]
    [InlineData("2025-01-31 12:00", "2025-01-31T11:00:00Z")]
    [InlineData("2025-01-31T12:00:00Z", "2025-01-31T12:00:00Z")]
    [InlineData("2025-01-31T12:00+02:00", "2025-01-31T10:00:00Z")]
    [InlineData("2025-07-01T00:00:00", "2025-06-30T22:00:00Z")]
    public void Moment_InTheZoneOrInIsoForm_IsRead(string text, string moment)
    {
        var row = new FilterRowModel { Text = "x" };
        row.Choose(FilterKind.Time, Choices);
        row.Text = text;
        Assert.True(row.TryBuild(Time, out var condition));
        Assert.Equal($"time.ge.{moment}", FlowQueryText.Write(condition!));
    }

    [Fact]
    public void Remove_LastOfAGroup_TakesTheGroupToo()
    {
        var root = FilterGroupModel.From(FlowQueryText.Read("plate.has.A,any(site.eq.4,site.eq.5)", []), Time)!;
        var group = (FilterGroupModel)root.Parts[1];
        root.Remove(group.Parts[1]);
        Assert.Equal(2, root.RowCount);
        root.Remove(group.Parts[0]);
        Assert.Equal("plate.has.A", root.TryBuild(Time, out var built) ? FlowQueryText.Write(built!) : "");
    }
}
