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

public sealed class EntryDialogTests : BunitContext, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private AlertEntryStore _entries = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        _entries = new AlertEntryStore(_database.Factory);
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        var accounts = new AccountCache(_database.Factory, TimeProvider.System);
        Services.AddSingleton(new AlertListPermissions(new SiteScopeProvider(accounts), accounts));
        Services.AddSingleton(_entries);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        await base.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Entry_ChangedByAnotherWhileItsDialogIsOpen_KeepsThatToo()
    {
        var list = (await new AlertListStore(_database.Factory, TimeProvider.System).AddAsync(new AlertList { Name = "Stolen" }, Cancellation)).Value;
        var added = (await _entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ab-12", Description = "Red van" }, Cancellation)).Value;
        var person = Task.FromResult(new AuthenticationState((await TestPerson.AddAsync(_database, TimeProvider.System, Roles.Operator)).Principal));
        var provider = Render<MudDialogProvider>(parameters => parameters.AddCascadingValue(person));
        var closed = provider.InvokeAsync(() => Services.GetRequiredService<IDialogService>().OpenAsync<EntryDialog>(
            "Edit", new DialogOptions(), (nameof(EntryDialog.List), list), (nameof(EntryDialog.Entry), added)));
        provider.WaitForElement("#entry-region");

        var another = new AlertEntry { Id = added.Id, ListId = list.Id, Plate = "ab-12", Description = "Blue van" };
        (await _entries.UpdateAsync(another, Cancellation)).EnsureDone();
        await provider.Find("#entry-region").ChangeAsync(new() { Value = "NY" });
        await provider.Find("form").SubmitAsync();

        Assert.Equal(true, await closed);
        var entry = Assert.Single((await _entries.PageAsync(list.Id, "", cancellationToken: Cancellation)).Rows);
        Assert.Equal(("ab-12", "Blue van", "NY"), (entry.Written, entry.Description, entry.Region));
    }
}
