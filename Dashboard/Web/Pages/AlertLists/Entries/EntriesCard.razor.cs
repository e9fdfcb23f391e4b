using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Web.Shared.Dialogs;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace Dashboard.Web.Pages.AlertLists.Entries;

/// <summary>The plates of a list.</summary>
public sealed partial class EntriesCard
{
    private readonly HashSet<int> _chosen = [];
    private AlertEntryPage? _page;
    private (int List, string Find, int Page)? _shown;
    private string? _error;
    private bool _isImporting;

    [Parameter, EditorRequired]
    public required AlertList List { get; set; }

    /// <summary>The person may change it.</summary>
    [Parameter]
    public bool CanChange { get; set; }

    /// <summary>Only plates and descriptions that contain this; empty: all.</summary>
    [Parameter, EditorRequired]
    public required string Find { get; set; }

    /// <summary>The page, from 1.</summary>
    [Parameter, EditorRequired]
    public int Page { get; set; }

    /// <summary>Asks for other entries: what to find, and the page.</summary>
    [Parameter]
    public EventCallback<(string Find, int Page)> OnShow { get; set; }

    /// <summary>The list's count has changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    private bool IsAllChosen => _page is { Rows.Count: > 0 } page && page.Rows.All(entry => _chosen.Contains(entry.Id));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_shown != (List.Id, Find, Page))
        {
            _shown = (List.Id, Find, Page);
            _chosen.Clear();
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var asked = _shown;
        var page = await Entries.PageAsync(List.Id, Find, Page);
        if (asked == _shown)
        {
            _page = page;
            _chosen.IntersectWith(page.Rows.Select(entry => entry.Id));
        }
    }

    private void Choose(int id, bool isChosen) => _ = isChosen ? _chosen.Add(id) : _chosen.Remove(id);

    private void ChooseAll(bool isChosen)
    {
        _chosen.Clear();
        if (isChosen)
        {
            _chosen.UnionWith(_page!.Rows.Select(entry => entry.Id));
        }
    }

    private async Task EditAsync(AlertEntry? entry)
    {
        var changed = await Dialogs.OpenAsync<EntryDialog>(
            entry is null ? L["Add a plate"] : L["Edit {0}", entry.Plate],
            AddListDialog.Options,
            (nameof(EntryDialog.List), List),
            (nameof(EntryDialog.Entry), entry));
        if (changed is true)
        {
            await ChangedAsync();
        }
    }

    private async Task DeleteChosenAsync()
    {
        var chosen = _page!.Rows.Where(entry => _chosen.Contains(entry.Id)).ToList();
        var isOne = chosen.Count == 1;
        var sure = await Dialogs.ConfirmAsync(
            isOne ? L["Delete {0}?", chosen[0].Plate] : L["Delete {0} plates?", chosen.Count],
            isOne
                ? L["The plate is removed from the list “{0}”. Its alerts are kept.", List.Name]
                : L["They are removed from the list “{0}”. Their alerts are kept.", List.Name],
            isOne ? L["Delete plate"] : L["Delete plates"],
            isOne ? L["Keep it"] : L["Keep them"]);
        if (!sure)
        {
            return;
        }

        _error = await Access.MayChangeAsync((await AuthenticationState).User, List) ? null : AlertListPermissions.Lost;
        if (_error is null)
        {
            await Entries.DeleteAsync(List.Id, [.. chosen.Select(entry => entry.Id)]);
            _chosen.Clear();
            await ChangedAsync();
        }
    }

    private async Task ChangedAsync()
    {
        await LoadAsync();
        await OnChanged.InvokeAsync();
    }
}
