using Dashboard.Domain.Users;
using Dashboard.Flows.SavedFilters;
using Dashboard.Hosting.Logging;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Flows.Filter.Saved;

/// <summary>The filters with names, and which of them the list shows now.</summary>
public sealed partial class SavedFilterMenu
{
    private bool _isOpen;
    private ElementReference _opener;
    private string? _error;
    private bool _isAdministrator;
    private bool _isLoaded;
    private IReadOnlyList<NamedFilter> _filters = [];

    [Parameter, EditorRequired]
    public required FlowsPageState State { get; set; }

    /// <summary>Who is signed in; null in tests.</summary>
    [CascadingParameter]
    public Task<AuthenticationState>? AuthenticationState { get; set; }

    // The one that the list shows now; one's own before another's.
    private NamedFilter? Current => State.IsFiltered && KeptFilter.Query(State) is var query
        ? _filters.Where(filter => filter.Query == query).MaxBy(filter => filter.IsOwn)
        : null;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (!_isLoaded && State.IsFiltered && RendererInfo.IsInteractive)
        {
            _isLoaded = true;
            await LoadAsync();
        }
    }

    private static string Address(NamedFilter filter) => filter.Query.Length == 0 ? Urls.Flows : $"{Urls.Flows}?{filter.Query}";

    private async Task ToggleAsync()
    {
        _isOpen = !_isOpen;
        if (_isOpen)
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        if (AuthenticationState is null)
        {
            return;
        }

        var person = (await AuthenticationState).User;
        _isAdministrator = person.IsInRole(Roles.Administrator);
        try
        {
            _filters = await Store.ListAsync(person);
            _error = null;
        }
        catch (Exception exception)
        {
            Logger.LogFailure(exception, "The saved filters could not be read");
            _error = L["The saved filters could not be read; try again."];
        }
    }

    private async Task EditAsync(NamedFilter? filter)
    {
        _isOpen = false;
        await Dialogs.OpenAsync<SaveFilterDialog>(
            filter is null ? L["Save this filter"] : L["Change the filter"],
            SaveFilterDialog.Options, (nameof(SaveFilterDialog.State), State), (nameof(SaveFilterDialog.Filter), filter));
        await LoadAsync();
        await _opener.FocusAsync();
    }

    private async Task DeleteAsync(NamedFilter filter)
    {
        var isSure = await Dialogs.ConfirmAsync(
            L["Delete the filter {0}?", filter.Name],
            filter.IsShared ? L["Nobody will be able to use it any more. No flow is deleted."] : L["No flow is deleted."],
            L["Delete filter"]);
        if (isSure && AuthenticationState is not null)
        {
            _error = (await Store.DeleteAsync((await AuthenticationState).User, filter.Id)).Refusal;
            _filters = [.. _filters.Where(other => other != filter)];
        }

        await _opener.FocusAsync();
    }
}
