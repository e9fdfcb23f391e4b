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

    // The step after the one it was at asks whether it is still wanted: that is no fault of the page behind.
    [Fact]
    public async Task Viewer_ClosedWhileItReads_LeavesTheListWhole()
    {
        var notes = new TaskCompletionSource();
        _viewer.NotesCome = notes.Task;
        var flow = AddRead();
        var page = Open($"/app/flows/{flow.Flow.Id}");
        page.WaitForElement("dialog.viewer .details", MaxTime);
        await page.Find("dialog.viewer button[aria-label=Close]").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog.viewer")), MaxTime);
        notes.SetResult();
        await page.InvokeAsync(() => { });
        Assert.False(Renderer.UnhandledException.IsCompleted, "the closed viewer failed");
    }
}
