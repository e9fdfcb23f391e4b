using Bunit;
using Dashboard.Domain.Flows;
using Dashboard.Web.Pages.Flows.List;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Tests.Web.Pages.Flows;

public sealed partial class FlowsPageTests
{
    [Fact]
    public async Task NewFlows_WhileThePointerIsInTheList_WaitAndComeInWhenItLeaves()
    {
        _source.Add("AB12");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        await page.InvokeAsync(() => page.Instance.SetPointedAt(true));
        Arrive("NEW1");
        page.WaitForAssertion(() => Assert.Contains("1 waiting", page.Find(".live").TextContent), MaxTime);
        Assert.Equal(["AB12"], Plates(page));
        await page.InvokeAsync(() => page.Instance.SetPointedAt(false));
        page.WaitForAssertion(() => Assert.Equal(["NEW1", "AB12"], Plates(page)), MaxTime);
        Assert.DoesNotContain("waiting", page.Find(".live").TextContent);
    }

    [Fact]
    public async Task LiveSwitch_Clicked_PausesInTheAddressAndSaysSo()
    {
        _source.Add("AB12");
        var page = Open("/app/flows?plate=AB");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        await DoAsync(page, ".live", element => element.Click());
        page.WaitForAssertion(() => Assert.Equal("/app/flows?live=paused&plate=AB", Address), MaxTime);
        page.WaitForAssertion(() => Assert.Contains("Paused", page.Find(".live").TextContent), MaxTime);
        Assert.Contains("The list is paused.", page.Find(".page-head").TextContent);
        Arrive("AB99");
        page.WaitForAssertion(() => Assert.Contains("1 waiting", page.Find(".live").TextContent), MaxTime);
        await DoAsync(page, ".live", element => element.Click());
        page.WaitForAssertion(() => Assert.Equal(["AB99", "AB12"], Plates(page)), MaxTime);
    }

    [Fact]
    public async Task Rows_Selected_CanBeLetGoAndShiftSelectsThoseBetween()
    {
        _source.Add("AB12", "AB13", "AB14", "AB15");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(4, Plates(page).Count), MaxTime);
        Assert.Empty(page.FindAll(".selection"));
        page.FindAll("td .flow-check input")[0].Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr.selected")), MaxTime);
        page.FindAll("td .flow-check input")[2].Click(new MouseEventArgs { ShiftKey = true });
        page.WaitForAssertion(() => Assert.Contains("3 flows selected", page.Find(".selection").TextContent), MaxTime);
        Assert.Equal(3, page.FindAll("tr.selected").Count);
        await page.InvokeAsync(() => page.FindAll(".selection button").Single(button => button.TextContent.Contains("Select all shown")).Click());
        page.WaitForAssertion(() => Assert.Contains("4 flows selected", page.Find(".selection").TextContent), MaxTime);
        await page.InvokeAsync(() => page.FindAll(".selection button").Single(button => button.TextContent.Contains("Clear selection")).Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".selection")), MaxTime);
    }

    [Fact]
    public void Columns_ThatWereKept_LeaveTheOthersOut()
    {
        _source.Kept["flows.columns"] = "time,reads";
        _source.Add("AB12");
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(["AB12"], Plates(page)), MaxTime);
        Assert.Equal(
            "grid without-picture without-confidence without-camera without-mode without-direction without-color without-id",
            page.Find(".grid").ClassName);
    }

    /// <summary>Whoever named "in" and "out" wants to see which of them a vehicle took, without opening each.</summary>
    [Fact]
    public void Direction_AsAColumn_IsWhatTheCameraCallsIt()
    {
        _source.Kept["flows.columns"] = "time,direction";
        _source.Add(new Flow { Plate = "AB12", CapturedAt = FakeFlowSource.Noon, Direction = 180, DirectionName = "in" });
        _source.Add(new Flow { Plate = "CD34", CapturedAt = FakeFlowSource.Noon.AddSeconds(-1) });
        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(["in", "–"], page.FindAll("td.cell-direction").Select(cell => cell.TextContent)), MaxTime);
        Assert.DoesNotContain("without-direction", page.Find(".grid").ClassName);
    }

    [Fact]
    public async Task Pictures_ByTheAddress_AreTheSameFlows()
    {
        var id = Add("AB12")[0];
        var page = Open("/app/flows?view=pictures&plate=AB");
        page.WaitForAssertion(() => Assert.Equal($"/app/flows/{id}?view=pictures&plate=AB", page.Find(".picture a").GetAttribute("href")), MaxTime);
        Assert.Empty(page.FindAll("table"));
        await DoAsync(page, ".picture input", element => element.Click());
        page.WaitForAssertion(() => Assert.Contains("1 flow selected", page.Find(".selection").TextContent), MaxTime);
    }

    /// <summary>Who named directions wants to see them; a choice of columns counts more.</summary>
    [Theory]
    [InlineData(null, null, false)]
    [InlineData("in", null, true)]
    [InlineData("in", "time,camera", false)]
    [InlineData(null, "time,direction", true)]
    public void List_HasAColumnOfDirections_WhereACameraNamesSome(string? direction, string? chosen, bool isShown)
    {
        _source.Add("AB1");
        _source.Direction = direction;
        if (chosen is not null)
        {
            _source.Kept[FlowColumn.Preference] = chosen;
        }

        var page = Open("/app/flows");
        page.WaitForAssertion(() => Assert.Equal(["AB1"], Plates(page)), MaxTime);
        Assert.Equal(isShown, !page.Find(".grid").ClassList.Contains("without-direction"));
    }
}
