using Dashboard.Web.Shared.Dialogs;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.AlertLists;

/// <summary>The plates of a list.</summary>
public sealed partial class EntriesCard
{
    private AlertEntryPage? _page;
    private string _search = "";
    private int _asked;
    private int? _listId;
    private string? _fault;

    /// <summary>The list.</summary>
    [Parameter, EditorRequired]
    public required AlertList List { get; set; }

    /// <summary>The person may change it.</summary>
    [Parameter]
    public bool CanChange { get; set; }

    /// <summary>The list's count has changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_listId != List.Id)
        {
            _listId = List.Id;
            await GoAsync(1);
        }
    }

    private async Task GoAsync(int page) => _page = await Entries.PageAsync(List.Id, _search, page);

    private async Task SearchAsync(ChangeEventArgs change)
    {
        _search = change.Value?.ToString() ?? "";
        var asked = ++_asked;
        var found = await Entries.PageAsync(List.Id, _search);
        if (asked == _asked)
        {
            _page = found;
        }
    }

    private async Task EditAsync(AlertEntry? entry)
    {
        var changed = await Dialogs.OpenAsync<EntryDialog>(
            entry is null ? "Add a plate" : $"Edit {entry.Plate}",
            AddListDialog.Options, (nameof(EntryDialog.List), List), (nameof(EntryDialog.Entry), entry));
        if (changed is true)
        {
            await ChangedAsync();
        }
    }

    private async Task DeleteAsync(AlertEntry entry)
    {
        var sure = await Dialogs.ConfirmAsync(
            "Delete this plate?",
            $"{entry.Plate} is removed from the list “{List.Name}”. Its alerts are kept.",
            "Delete plate", "Keep it");
        if (!sure)
        {
            return;
        }

        _fault = await Access.MayChangeAsync((await AuthenticationState).User, List) ? null : AlertListPermissions.Lost;
        if (_fault is null)
        {
            await Entries.DeleteAsync(List.Id, entry.Id);
            await ChangedAsync();
        }
    }

    private async Task ChangedAsync()
    {
        await GoAsync(_page?.Page ?? 1);
        await OnChanged.InvokeAsync();
    }
}
