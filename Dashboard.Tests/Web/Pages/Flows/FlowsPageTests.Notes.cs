using Bunit;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Viewer;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Tests.Web.Pages.Flows;

public sealed partial class FlowsPageTests
{
    [Fact]
    public async Task Viewer_ClosedOnceTooOften_GoesOneStepBack_EachTimeItWasOpened()
    {
        var id = Add("AB12")[0];
        var page = Open("/app/flows");
        for (var round = 1; round <= 2; round++)
        {
            await page.InvokeAsync(() => Navigation.NavigateTo($"/app/flows/{id}"));
            page.WaitForElement("dialog.viewer", MaxTime);
            var viewer = page.FindComponent<FlowViewer>().Instance;
            await page.InvokeAsync(viewer.EscapeAsync);
            await page.InvokeAsync(viewer.EscapeAsync);
            Assert.Equal(round, JSInterop.Invocations.Count(call => call.Identifier == "back"));

            // What the browser does of it.
            await page.InvokeAsync(() => Navigation.NavigateTo("/app/flows"));
        }
    }

    [Fact]
    public async Task Correction_IsMade_AndSeenInTheList_WhenThePersonGoesOnBeforeItIsStored()
    {
        var (read, going) = (AddRead().Flow, new TaskCompletionSource());
        _viewer.CorrectionsGo = going.Task;
        var page = Open($"/app/flows/{read.Id}");
        await DoAsync(page, "dialog.viewer .candidates button", element => element.Click());
        await page.InvokeAsync(() => Navigation.NavigateTo("/app/flows"));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog.viewer")), MaxTime);

        going.SetResult();

        page.WaitForAssertion(() => Assert.DoesNotContain(read.Plate, Plates(page)), MaxTime);
    }

    [Fact]
    public async Task Viewer_Notes_AreWrittenAndDeletedAfterAQuestion()
    {
        var page = Open($"/app/flows/{AddRead().Flow.Id}");
        await DoAsync(page, "form.write", element => element.Submit());
        page.WaitForAssertion(() => Assert.Equal("Enter a text.", page.Find(".notes .field-error").TextContent), MaxTime);
        await DoAsync(page, "#viewer-note", element => element.Change("at the gate"));
        await DoAsync(page, "form.write", element => element.Submit());
        page.WaitForAssertion(() => Assert.Contains("at the gate", page.Find(".notes li").TextContent), MaxTime);
        Assert.Contains(FakeViewerSource.Person, page.Find(".notes li").TextContent);
        await DoAsync(page, ".notes li .icon-button", element => element.Click());
        await DoAsync(page, ".notes li .danger", element => element.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".notes li")), MaxTime);
    }

    [Fact]
    public async Task Viewer_NoteThatWasBegun_IsThereAgainAfterLookingAtAnotherFlow()
    {
        var (first, second) = (AddRead().Flow.Id, AddRead().Flow.Id);
        var page = Open($"/app/flows/{first}");
        await DoAsync(page, "#viewer-note", element => element.Change("half of a"));
        AssertNote("half of a", page);
        AssertNote("", Open($"/app/flows/{second}"));
        AssertNote("half of a", Open($"/app/flows/{first}"));

        static void AssertNote(string text, IRenderedComponent<FlowsPage> page) => page.WaitForAssertion(
            () => Assert.Equal(text, page.Find("#viewer-note").GetAttribute("value") ?? ""), MaxTime);
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
        await DoAsync(page, "dialog.viewer button[aria-label=Close]", element => element.Click());
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog.viewer")), MaxTime);
        notes.SetResult();
        await page.InvokeAsync(() => { });
        Assert.False(Renderer.UnhandledException.IsCompleted, "the closed viewer failed");
    }

    // A press each is a flow each, however slow the line: only a key that is held down steps as often as it can.
    [Fact]
    public async Task Viewer_ArrowsPressedWhileItReads_LeadOnOnceEach()
    {
        var ids = Add("AB1", "AB2", "AB3", "AB4", "AB5");
        var page = Open($"/app/flows/{ids[4]}");
        page.WaitForAssertion(() => Assert.Contains("AB5", page.Find("dialog .heading").TextContent), MaxTime);
        var reading = new TaskCompletionSource();
        _source.FlowsCome = reading.Task;
        for (var i = 0; i < 3; i++)
        {
            await DoAsync(page, "dialog", element => element.KeyDown("ArrowRight"));
            await DoAsync(page, "dialog", element => element.KeyDown(new KeyboardEventArgs { Key = "ArrowRight", Repeat = true }));
        }

        Assert.Equal($"/app/flows/{ids[3]}", Address);
        reading.SetResult();
        page.WaitForAssertion(() => Assert.Contains("AB2", page.Find("dialog .heading").TextContent), MaxTime);
        Assert.Equal($"/app/flows/{ids[1]}", Address);
    }
}
