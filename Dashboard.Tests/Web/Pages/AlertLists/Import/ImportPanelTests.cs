using System.Text;
using AngleSharp.Dom;
using Bunit;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.AlertLists;
using Dashboard.Web.Pages.AlertLists.Import;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.AlertLists.Import;

/// <summary>What a person sees of a file before it changes a list.</summary>
public sealed class ImportPanelTests : BunitContext, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private AlertListStore _lists = null!;
    private AlertEntryStore _entries = null!;
    private int _list;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _lists = new AlertListStore(_database.Factory, TimeProvider.System);
        _entries = new AlertEntryStore(_database.Factory);
        _list = (await _lists.AddAsync(new AlertList { Name = "Wanted" }, Cancellation)).Value.Id;
        (await _entries.AddAsync(new AlertEntry { ListId = _list, Plate = "OLD1", Description = "About OLD1" }, Cancellation)).EnsureDone();
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton(new AlertListImport(_database.Factory, _lists));
        var accounts = new AccountCache(_database.Factory, TimeProvider.System);
        Services.AddSingleton(new AlertListPermissions(new SiteScopeProvider(accounts), accounts));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task BadRows_AreNamed_SavedAndLeftOut_WhereTheGoodOnesAreWanted()
    {
        var panel = await OpenAsync("Kennzeichen;Bemerkung\nGÖ-AB 123;good\nЖ1;bad\nKA1;good\n/;bad\n");
        panel.WaitForAssertion(() => Assert.Contains("2 rows cannot be imported. Nothing has been changed.", panel.Find(".what").TextContent));
        Assert.Equal(["Line 3", "Line 5"], panel.FindAll(".rows .line").Select(line => line.TextContent));
        Assert.Equal(["Ж1;bad", "/;bad"], panel.FindAll(".rows code").Select(text => text.TextContent));
        Assert.Contains("'Ж'", panel.Find(".rows li").TextContent);
        Assert.Contains("GÖ-AB 123", panel.Find(".samples").TextContent);
        Assert.Contains("1 deleted", panel.Find(".totals").TextContent);

        var saving = JSInterop.SetupModule("./Web/Pages/AlertLists/Import/WrongRows.razor.js");
        await Button(panel, "Download these rows").ClickAsync();
        var saved = saving.Invocations["save"].Single();
        Assert.Equal("Wanted.csv", saved.Arguments[0]);
        Assert.Matches("^Line,Problem,Row\r\n3,.*'Ж'.*,Ж1;bad\r\n5,.*,/;bad\r\n$", (string)saved.Arguments[1]!);

        await Button(panel, "Import the good rows (2), and delete plates (1)").ClickAsync();
        panel.WaitForAssertion(() => Assert.Contains("Done: 2 added, 0 changed, 0 unchanged, 1 deleted.", panel.Markup));
        Assert.Contains("2 rows were left out:", panel.Find(".what").TextContent);
        Assert.Equal(
            ["GOAB123", "KA1"],
            (await _entries.PageAsync(_list, "", cancellationToken: Cancellation)).Rows.Select(entry => entry.Plate));
    }

    [Theory]
    [InlineData("{\"plates\": []}", "JSON")]
    [InlineData("Plate,Owner\nA1,Ann\n", "“Owner”")]
    public async Task File_ThatIsNoTable_SaysWhatItIs_AndOffersAnother(string file, string reason)
    {
        var panel = await OpenAsync(file);
        panel.WaitForAssertion(() => Assert.Contains(reason, panel.Find(".what").TextContent));
        Assert.StartsWith("Nothing was changed.", panel.Find(".what").TextContent);
        Assert.Empty(panel.FindAll(".rows"));
        Assert.Single(panel.FindAll("input[type=file]"));
        Assert.Empty(panel.FindAll(".totals"));
    }

    [Fact]
    public async Task File_ThatIsOnlyToAdd_ShowsWhatStays_AndLeavesIt()
    {
        var panel = await OpenAsync("Plate Number,Description,State/Province\nOLD1,other,\nNEW1,,\n");
        panel.WaitForAssertion(() => Assert.Contains("1 changed", panel.Find(".totals").TextContent));
        await panel.FindAll(".kinds input")[1].ChangeAsync(true);
        Assert.Equal(["1 added", "1 unchanged"], panel.FindAll(".totals li").Select(item => item.TextContent));
        Assert.DoesNotContain("OLD1", panel.Find(".samples").TextContent);

        await Button(panel, "Add 1 plate").ClickAsync();
        panel.WaitForAssertion(() => Assert.Contains("Done: 1 added, 0 changed, 1 unchanged, 0 deleted.", panel.Markup));
        var entries = (await _entries.PageAsync(_list, "", cancellationToken: Cancellation)).Rows;
        Assert.Equal([("NEW1", ""), ("OLD1", "About OLD1")], entries.Select(entry => (entry.Plate, entry.Description)));
    }

    [Fact]
    public async Task File_OfBadRowsAlone_OffersNoImport()
    {
        var panel = await OpenAsync("Ж1\nЖ2\n");
        panel.WaitForAssertion(() => Assert.Contains("2 rows cannot be imported.", panel.Find(".what").TextContent));
        Assert.DoesNotContain(panel.FindAll("button"), button => button.TextContent.Contains("good row", StringComparison.Ordinal));
        Assert.Single(panel.FindAll("input[type=file]"));
    }

    private static IElement Button(IRenderedComponent<ImportPanel> panel, string text) =>
        panel.FindAll("button").Single(button => button.TextContent.Trim() == text);

    private async Task<IRenderedComponent<ImportPanel>> OpenAsync(string file)
    {
        var person = Task.FromResult(new AuthenticationState((await TestPerson.AddAsync(_database, TimeProvider.System, Roles.Operator)).Principal));
        var list = (await _lists.FindAsync(_list, Cancellation))!;
        var panel = Render<ImportPanel>(parameters => parameters.AddCascadingValue(person).Add(shown => shown.List, list));
        panel.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(Encoding.UTF8.GetBytes(file), "list.csv"));
        return panel;
    }
}
