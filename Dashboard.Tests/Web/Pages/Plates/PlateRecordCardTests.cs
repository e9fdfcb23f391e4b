using AngleSharp.Dom;
using Bunit;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Retention;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Retention.Plates;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Plates;
using Dashboard.Web.Pictures;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.Plates;

/// <summary>What an administrator sees who erases a plate.</summary>
public sealed class PlateRecordCardTests : BunitContext, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private RetentionBench _bench = null!;
    private int _camera;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _bench = new RetentionBench(_database);
        _camera = (await _database.AddCamerasAsync("Gate"))[0];
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(new BlurredPictures(FixedOptions.From(new RetentionOptions())));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Erase_AsksForAReasonAndOnceMore_AndSaysWhatWentAndWhatStays()
    {
        await AddAsync(corrected: false);
        var (card, dialogs) = await OpenAsync();
        await Button(card, "Erase the plate").ClickAsync();
        Assert.Empty(card.FindAll("form [type=checkbox]"));

        // Without one nobody is asked whether they are sure.
        await card.Find("form").SubmitAsync();
        Assert.Contains("Enter a reason", card.Find("#erase-error").TextContent);
        Assert.DoesNotContain("deleted for good", dialogs.Markup);
        Assert.Equal(2, (await _bench.FlowsAsync()).Count);

        await card.Find("#erase-reason").ChangeAsync(new() { Value = "Case 4711" });
        await SureAsync(card, dialogs, "1 passage is deleted for good with its pictures. 1 passage stays: it is kept as evidence. Entries of");
        card.WaitForAssertion(() => Assert.Contains("1 passage was erased.", card.Find("[role=status]").TextContent));
        Assert.Contains("1 passage stays: it is kept as evidence.", card.Find("[role=status]").TextContent);
        Assert.Empty(card.FindAll("#erase-reason"));
        Assert.Single(await _bench.FlowsAsync());
    }

    [Fact]
    public async Task Erase_ThatIsNotConfirmed_ErasesNothing()
    {
        await AddAsync(corrected: false);
        var (card, dialogs) = await OpenAsync();
        await Button(card, "Erase the plate").ClickAsync();
        await card.Find("#erase-reason").ChangeAsync(new() { Value = "Case 4711" });
        var erasing = card.Find("form").SubmitAsync();
        dialogs.WaitForAssertion(() => Assert.Contains("deleted for good", dialogs.Markup));
        await dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Cancel").ClickAsync();
        await erasing;
        Assert.Equal("Case 4711", card.Find("#erase-reason").GetAttribute("value"));
        Assert.Equal(2, (await _bench.FlowsAsync()).Count);
    }

    [Fact]
    public async Task Erase_OfAPlateThatIsKeptAsEvidence_IsRefusedWithoutAQuestion()
    {
        await AddAsync(corrected: false);
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        db.EvidenceHolds.Add(new EvidenceHold { Plate = "AB1", Reason = "Case 7", By = "x" });
        await db.SaveChangesAsync(Cancellation);
        var (card, dialogs) = await OpenAsync();
        await Button(card, "Erase the plate").ClickAsync();
        await card.Find("#erase-reason").ChangeAsync(new() { Value = "Case 4711" });
        await card.Find("form").SubmitAsync();
        Assert.Contains("The plate is kept as evidence; release it first.", card.Find("#erase-error").TextContent);
        Assert.DoesNotContain("deleted for good", dialogs.Markup);
    }

    [Fact]
    public async Task Record_HasEvidenceOnlyWhereThatIsChosen()
    {
        var (card, _) = await OpenAsync();
        Assert.DoesNotContain("evidence", card.Find("a[download]").GetAttribute("href"));
        await card.FindAll(".choice input")[1].ChangeAsync(new() { Value = true });
        Assert.EndsWith("&evidence=1", card.Find("a[download]").GetAttribute("href"));
    }

    [Fact]
    public async Task PassagesThatWereCorrectedAway_AreOffered_AndGoWhereTheyAreChosen()
    {
        await AddAsync(corrected: true);
        var (card, dialogs) = await OpenAsync();
        await Button(card, "Erase the plate").ClickAsync();
        var choice = card.FindAll(".choice").Last();
        Assert.Contains("Also 1 passage that was read as this plate and corrected to another", choice.TextContent);
        await choice.QuerySelector("input")!.ChangeAsync(new() { Value = true });
        await card.Find("#erase-reason").ChangeAsync(new() { Value = "Case 4711" });
        await SureAsync(card, dialogs, "2 passages are deleted for good with their pictures. The note about the plate is deleted too.");
        card.WaitForAssertion(() => Assert.Contains("2 passages were erased.", card.Find("[role=status]").TextContent));
    }

    private async Task AddAsync(bool corrected)
    {
        var flows = await _bench.AddAsync(RetentionBench.At(_camera, 3, "AB1"), RetentionBench.At(_camera, 2, corrected ? "ZZ9" : "AB1"));
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        if (corrected)
        {
            db.FlowCorrections.Add(new FlowCorrection { FlowId = flows[1].Id, Raw = "AB1", Before = "AB1", After = "ZZ9", By = "x" });
            db.Notes.Add(new Note { Plate = "AB1", Text = "Red car", By = "x" });
        }
        else
        {
            db.EvidenceHolds.Add(new EvidenceHold { FlowId = flows[1].Id, Reason = "Case 7", By = "x" });
        }

        await db.SaveChangesAsync(Cancellation);
    }

    private async Task<(IRenderedComponent<PlateRecordCard> Card, IRenderedComponent<MudDialogProvider> Dialogs)> OpenAsync()
    {
        var (erasure, _, person) = await PlateRecordTests.CreateAsync(_database, _bench, Roles.Administrator);
        Services.AddSingleton(erasure);
        var signedIn = Task.FromResult(new AuthenticationState(person.Principal));
        var dialogs = Render<MudDialogProvider>();
        return (Render<PlateRecordCard>(set => set.AddCascadingValue(signedIn).Add(card => card.Plate, "AB1")), dialogs);
    }

    private static async Task SureAsync(IRenderedComponent<PlateRecordCard> card, IRenderedComponent<MudDialogProvider> dialogs, string asked)
    {
        var erasing = card.Find("form").SubmitAsync();
        dialogs.WaitForAssertion(() => Assert.Contains(asked, dialogs.Markup));
        Assert.Contains("Counts by hour and day, which name no plate, still count its passages.", dialogs.Markup);
        await dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Erase for good").ClickAsync();
        await erasing;
    }

    private static IElement Button(IRenderedComponent<PlateRecordCard> card, string text) =>
        card.FindAll("button").Single(button => button.TextContent.Trim() == text);
}
