using System.Globalization;
using Dashboard.Alerts;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace Dashboard.Web.Pages.Alerts;

/// <summary>The alerts, newest first, as they come.</summary>
public sealed partial class AlertsPage
{
    // What another web node makes, this one's feed does not tell.
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private IReadOnlyList<AlertList> _lists = [];
    private AlertPage? _page;
    private IDisposable? _subscription;
    private DateTimeOffset _loadedAt;
    private bool _canOperate;
    private volatile bool _hasChanged;

    /// <summary>Who is signed in.</summary>
    [CascadingParameter]
    public required Task<AuthenticationState> AuthenticationState { get; set; }

    /// <summary>Only of this list.</summary>
    [SupplyParameterFromQuery]
    public int? List { get; set; }

    /// <summary><c>open</c>: only those that nobody has seen.</summary>
    [SupplyParameterFromQuery]
    public string? Only { get; set; }

    /// <summary>The page, from 1.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    private bool OnlyOpen => Only == "open";

    private bool IsFiltered => List is not null || OnlyOpen;

    /// <inheritdoc/>
    protected override void OnInitialized() => _subscription = Feed.Subscribe(_ => _hasChanged = true);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _canOperate = (await AuthenticationState).User.CanOperate();
        await LoadAsync();
    }

    /// <inheritdoc/>
    protected override async Task RefreshAsync()
    {
        if (_hasChanged || Now - _loadedAt > LookAgain)
        {
            await LoadAsync();
        }
    }

    /// <inheritdoc/>
    protected override void OnGone() => _subscription?.Dispose();

    private async ValueTask<SiteScope> SightAsync() => await SiteScopeProvider.GetAsync((await AuthenticationState).User, Gone);

    private async Task LoadAsync()
    {
        _hasChanged = false;
        _loadedAt = Now;
        var siteScope = await SightAsync();
        _lists = [.. (await ListStore.ListAsync(Gone)).Where(list => AlertListRules.IsSeen(list, siteScope))];
        _page = await Store.PageAsync(new AlertQuery(List, OnlyOpen, Page ?? 1), siteScope, Gone);
    }

    private void Show(int? list, bool onlyOpen, int page)
    {
        var query = new List<string>();
        if (list is { } id)
        {
            query.Add(string.Create(CultureInfo.InvariantCulture, $"list={id}"));
        }

        if (onlyOpen)
        {
            query.Add("only=open");
        }

        if (page > 1)
        {
            query.Add(string.Create(CultureInfo.InvariantCulture, $"page={page}"));
        }

        Navigation.NavigateTo(query.Count == 0 ? Urls.Alerts : $"{Urls.Alerts}?{string.Join('&', query)}");
    }

    private async Task AcknowledgeAsync(Alert alert)
    {
        var person = (await AuthenticationState).User;
        if (_canOperate)
        {
            await Store.AcknowledgeAsync(alert.Id, person.Identity?.Name ?? "", await SightAsync(), Gone);
            await LoadAsync();
        }
    }
}
