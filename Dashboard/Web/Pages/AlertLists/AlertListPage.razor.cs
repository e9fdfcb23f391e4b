using Dashboard.Domain;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Web.Shared;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.AlertLists;

/// <summary>An alert list: its plates and its settings.</summary>
public sealed partial class AlertListPage
{
    private AlertList? _list;
    private AlertListForm? _form;
    private IReadOnlyList<SiteRow> _sites = [];
    private FieldErrors _errors = new();
    private SiteScope _siteScope = SiteScope.ForSites([]);
    private string? _error;
    private bool _canChange;
    private bool _mayHold;
    private bool _isMissing;
    private bool _isSaving;

    [Parameter]
    public int Id { get; set; }

    /// <summary>Only plates and descriptions that contain this.</summary>
    [SupplyParameterFromQuery]
    public string? Find { get; set; }

    /// <summary>The page of the plates, from 1.</summary>
    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private string Heading => _list?.Name ?? L["Alert list"];

    private bool IsUnsaved => _canChange && _form?.IsChanged == true;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var person = (await AuthenticationState).User;
        _siteScope = await Access.SiteScopeAsync(person);
        if (_list?.Id == Id)
        {
            // Other plates of the same list: what was typed beside them stays.
            return;
        }

        await ReloadAsync();
        if (_list is not null)
        {
            _canChange = await Access.MayChangeAsync(person, _list);
            _mayHold = person.CanAdminister();
            _sites = [.. (await Store.SitesAsync()).Where(site => _siteScope.Includes(site.Id))];
            _form = new AlertListForm(_list);
        }
    }

    private async Task<ChangeResult> HoldAsync(string reason) => await Holds.HoldListAsync(Id, reason, (await AuthenticationState).User);

    private async Task<ChangeResult> ReleaseAsync(int hold) => await Holds.ReleaseAsync(hold, (await AuthenticationState).User);

    private async Task ReloadAsync()
    {
        _list = await Store.FindAsync(Id) is { } list && AlertListRules.IsSeen(list, _siteScope) ? list : null;
        _isMissing = _list is null;
    }

    // Typing makes no history.
    private void ShowEntries((string Find, int Page) entries) => Navigation.NavigateTo(
        Navigation.GetUriWithQueryParameters(
            Urls.AlertList(Id),
            new Dictionary<string, object?>
            {
                ["find"] = entries.Find.Length == 0 ? null : entries.Find,
                ["page"] = entries.Page > 1 ? entries.Page : null,
            }),
        replace: entries.Find != (Find ?? ""));

    private async Task SaveAsync()
    {
        if (_isSaving || _form is null || _list is null)
        {
            return;
        }

        _isSaving = true;
        _error = null;
        Notices.Clear(); // "Was saved" of before stands beside no "Not saved".
        try
        {
            _errors = _form.Check();
            if (_errors.Count == 0)
            {
                await StoreAsync(_form.ToList(), _form.Loaded);
            }
        }
        finally
        {
            _isSaving = false;
        }
    }

    private async Task StoreAsync(AlertList list, AlertList loaded)
    {
        // Its sites as they are now: where they were left as loaded, they stay.
        var person = (await AuthenticationState).User;
        if (!await Access.MayChangeAsync(person, await Store.FindAsync(Id) ?? _list!) || !await Access.MayChangeAsync(person, list))
        {
            _error = AlertListPermissions.Lost;
            return;
        }

        var result = await Store.UpdateAsync(list, loaded);
        (_errors, _error) = (result.Errors, result.Errors[FieldErrors.Whole]);
        if (!result.IsDone)
        {
            return;
        }

        await ReloadAsync();
        _form = _list is null ? null : new AlertListForm(_list);
        Notices.Add(L["List “{0}” was saved", list.Name.Trim()], Severity.Success);
    }
}
