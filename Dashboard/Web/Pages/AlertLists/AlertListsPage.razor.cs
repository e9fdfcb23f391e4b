using Dashboard.Web.Shared.Dialogs;
using Dashboard.Domain;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.AlertLists;

public sealed partial class AlertListsPage
{
    private IReadOnlyList<AlertList>? _lists;
    private IReadOnlyList<SiteRow> _sites = [];
    private SiteScope _siteScope = SiteScope.ForSites([]);
    private bool _canAdd;
    private string? _error;

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        var person = (await AuthenticationState).User;
        _siteScope = await Access.SiteScopeAsync(person);
        _canAdd = await Access.MayAddAsync(person);
        _sites = await Store.SitesAsync();
        await LoadAsync();
    }

    private bool IsOwn(AlertList list) => _canAdd && AlertListRules.IsOwn(list, _siteScope);

    private async Task LoadAsync() => _lists = [.. (await Store.ListAsync()).Where(list => AlertListRules.IsSeen(list, _siteScope))];

    private async Task AddAsync()
    {
        if (await Dialogs.OpenAsync<AddListDialog>(L["Add a list"], AddListDialog.Options) is int id)
        {
            Navigation.NavigateTo(Urls.AlertList(id));
        }
    }

    private async Task SwitchAsync(AlertList list)
    {
        await ChangeAsync(list, () => Store.SetActiveAsync(list.Id, !list.IsActive));
        await LoadAsync();
    }

    private async Task DeleteAsync(AlertList list)
    {
        var sure = await Dialogs.ConfirmAsync(
            L["Delete this list?"],
            L.Plural(
                list.EntryCount,
                "“{1}” is deleted with its {0} plate. Its alerts are kept.",
                "“{1}” is deleted with its {0} plates. Its alerts are kept.",
                list.Name),
            L["Delete list"], L["Keep it"]);
        if (sure && await ChangeAsync(list, async () =>
        {
            await Store.DeleteAsync(list.Id);
            return ChangeResult.Done;
        }))
        {
            Notices.Add(L["List “{0}” was deleted. Its alerts are kept.", list.Name], Severity.Success);
        }

        await LoadAsync();
    }

    private async Task<bool> ChangeAsync(AlertList list, Func<Task<ChangeResult>> change)
    {
        _error = await Access.MayChangeAsync((await AuthenticationState).User, list) ? (await change()).Refusal : AlertListPermissions.Lost;
        return _error is null;
    }
}
