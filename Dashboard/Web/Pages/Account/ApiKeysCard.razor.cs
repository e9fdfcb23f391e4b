using Dashboard.Web.Shared;
using Dashboard.Web.Shared.Dialogs;
using System.Globalization;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Account;

/// <summary>A person's keys: make one, see it once, revoke.</summary>
public sealed partial class ApiKeysCard
{
    private IReadOnlyList<ApiKeySummary>? _keys;
    private string _name = "";
    private string? _newKey;
    private string? _fault;

    [Parameter, EditorRequired]
    public required int UserId { get; set; }

    // A week back: a search wants a beginning, and the answer should be short.
    private string CurlLine => string.Create(
        CultureInfo.InvariantCulture,
        $"curl -H '{QueryApiKey.Header}: {_newKey}' '{Address.Given ?? Navigation.BaseUri.TrimEnd('/')}/api/search/plate?start={Time.GetUtcNow().AddDays(-7):yyyy-MM-dd}&topn=5'");

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _keys = await Store.ListAsync(UserId);

    private async Task CreateAsync()
    {
        var created = await Store.CreateAsync(UserId, _name);
        (_newKey, _fault) = (created.IsDone ? created.Value : null, created.Refusal);
        if (created.IsDone)
        {
            _name = "";
            _keys = await Store.ListAsync(UserId);
        }
    }

    private async Task RevokeAsync(ApiKeySummary key)
    {
        var isSure = await Dialogs.ConfirmAsync(
            L["Revoke this key?"],
            L["Programs that use “{0}” ({1}…) stop working at once.", key.Name, key.Prefix],
            "Revoke", L["Keep it"]);
        if (isSure)
        {
            await Store.RevokeAsync(UserId, key.Id);
            _newKey = _newKey?.StartsWith(key.Prefix, StringComparison.Ordinal) == true ? null : _newKey;
            _keys = await Store.ListAsync(UserId);
        }
    }

    private string Shown(DateTimeOffset time) =>
        TimeZoneInfo.ConvertTime(time, Server.Zone).ToString("g", DisplayFormat.Culture);
}
