using Bunit;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.AlertLists;
using Dashboard.Web.Pages.AlertLists.Entries;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Pages.AlertLists.Entries;

/// <summary>Plates chosen elsewhere get on a list, also where there is none yet.</summary>
public sealed class AddPlatesDialogTests : BunitContext, IAsyncLifetime
{
    private static readonly string[] Plates = ["AA1", "BB2"];
    private TestDatabase _database = null!;
    private AlertListStore _lists = null!;
    private AlertEntryStore _entries = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _lists = new AlertListStore(_database.Factory, TimeProvider.System);
        _entries = new AlertEntryStore(_database.Factory);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        var accounts = new AccountCache(_database.Factory, TimeProvider.System);
        var permissions = new AlertListPermissions(new SiteScopeProvider(accounts), accounts);
        Services.AddSingleton(new PlateAdditions(_lists, _entries, permissions));
        Services.AddSingleton(new NewAlertLists(_lists, permissions));
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task NoList_OneIsMadeInPlace_AndHasThePlates()
    {
        var (provider, closed) = await OpenAsync(Roles.Operator);
        provider.WaitForElement("#add-name");
        Assert.Empty(provider.FindAll("#add-list"));
        await provider.Find("form").SubmitAsync();
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.Find("#add-name-error").TextContent));

        await provider.Find("#add-name").ChangeAsync(new() { Value = "Stolen" });
        await provider.Find("#add-text").ChangeAsync(new() { Value = "Seen twice" });
        await provider.Find("form").SubmitAsync();
        Assert.Equal(true, await closed);
        var list = Assert.Single(await _lists.ListAsync(Cancellation));
        Assert.Equal(("Stolen", AlertListType.Black, true, 10), (list.Name, list.ListType, list.IsActive, list.MinCandidatePercent));
        Assert.Equal(["AA1", "BB2"], await PlatesOfAsync(list.Id));
    }

    [Fact]
    public async Task PlatesThatAreRefused_LeaveTheNewListChosen_AndMakeNoSecondOne()
    {
        var (provider, closed) = await OpenAsync(Roles.Operator);
        provider.WaitForElement("#add-name");
        await provider.Find("#add-name").ChangeAsync(new() { Value = "Stolen" });
        await provider.Find("#add-text").ChangeAsync(new() { Value = new string('x', AlertEntry.MaxDescriptionLength + 1) });
        await provider.Find("form").SubmitAsync();
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.Find("#add-text-error").TextContent));
        Assert.Equal("Stolen", provider.Find("#add-list option[selected]").TextContent);

        await provider.Find("#add-text").ChangeAsync(new() { Value = "Seen twice" });
        await provider.Find("form").SubmitAsync();
        Assert.Equal(true, await closed);
        Assert.Equal(["AA1", "BB2"], await PlatesOfAsync(Assert.Single(await _lists.ListAsync(Cancellation)).Id));
    }

    [Fact]
    public async Task AnotherList_BesideThoseThatAreThere_IsMadeWhereItIsChosen()
    {
        var there = (await _lists.AddAsync(new AlertList { Name = "Wanted" }, Cancellation)).Value.Id;
        var (provider, closed) = await OpenAsync(Roles.Operator);
        provider.WaitForElement("#add-list");
        Assert.Empty(provider.FindAll("#add-name"));
        await provider.Find("#add-list").ChangeAsync(new() { Value = "0" });
        await provider.Find("#add-name").ChangeAsync(new() { Value = "Guests" });
        await provider.Find("form").SubmitAsync();
        Assert.Equal(true, await closed);
        Assert.Empty(await PlatesOfAsync(there));
        Assert.Equal(2, (await _lists.ListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Viewer_MakesNoList()
    {
        var (provider, _) = await OpenAsync(Roles.Viewer);
        provider.WaitForElement("#add-name");
        await provider.Find("#add-name").ChangeAsync(new() { Value = "Stolen" });
        await provider.Find("form").SubmitAsync();
        provider.WaitForAssertion(() => Assert.NotEmpty(provider.Find("p[role=alert]").TextContent));
        Assert.Empty(await _lists.ListAsync(Cancellation));
    }

    private async Task<IEnumerable<string>> PlatesOfAsync(int list) =>
        (await _entries.PageAsync(list, "", cancellationToken: Cancellation)).Rows.Select(entry => entry.Plate);

    private async Task<(IRenderedComponent<MudDialogProvider> Provider, Task<object?> Closed)> OpenAsync(string role)
    {
        var person = Task.FromResult(new AuthenticationState((await TestPerson.AddAsync(_database, TimeProvider.System, role)).Principal));
        var provider = Render<MudDialogProvider>(parameters => parameters.AddCascadingValue(person));
        var closed = provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().OpenAsync<AddPlatesDialog>(
            "Add to alert list", AddPlatesDialog.Options, (nameof(AddPlatesDialog.Plates), Plates)));
        return (provider, closed);
    }
}
