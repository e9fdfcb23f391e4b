using Bunit;

namespace Dashboard.Tests.Web.Pages.Flows;

public sealed partial class FlowsPageTests
{
    [Fact]
    public void Viewer_Notes_AreWrittenAndDeletedAfterAQuestion()
    {
        var page = Open($"/app/flows/{AddRead().Flow.Id}");
        page.WaitForElement("form.write", MaxTime).Submit();
        page.WaitForAssertion(() => Assert.Equal("Enter a text.", page.Find(".notes .field-error").TextContent), MaxTime);
        page.Find("#viewer-note").Change("at the gate");
        page.Find("form.write").Submit();
        page.WaitForAssertion(() => Assert.Contains("at the gate", page.Find(".notes li").TextContent), MaxTime);
        Assert.Contains(FakeViewerSource.Person, page.Find(".notes li").TextContent);
        page.Find(".notes li .icon-button").Click();
        page.Find(".notes li .danger").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".notes li")), MaxTime);
    }

    [Fact]
    public void Viewer_NoteThatWasBegun_IsThereAgainAfterLookingAtAnotherFlow()
    {
        var (first, second) = (AddRead().Flow.Id, AddRead().Flow.Id);
        Open($"/app/flows/{first}").WaitForElement("#viewer-note", MaxTime).Change("half of a");
        Assert.Empty(Open($"/app/flows/{second}").WaitForElement("#viewer-note", MaxTime).GetAttribute("value") ?? "");
        Assert.Equal("half of a", Open($"/app/flows/{first}").WaitForElement("#viewer-note", MaxTime).GetAttribute("value"));
    }
}
