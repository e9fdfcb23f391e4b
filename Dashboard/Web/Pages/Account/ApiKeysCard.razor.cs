using System.Globalization;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Pages.Account;

/// <summary>A person's keys: make one, see it once, revoke.</summary>
public sealed partial class ApiKeysCard
{
    private ApiKeyList? _list;
    private string _name = "";
    private string? _newKey;
    private string? _error;

    [Parameter, EditorRequired]
    public required int UserId { get; set; }

    // A week back: a search wants a beginning, and the answer should be short.
    private string CurlLine => string.Create(
        CultureInfo.InvariantCulture,
        $"curl -H '{QueryApiKey.Header}: {_newKey}' '{Address.Given ?? Navigation.BaseUri.TrimEnd('/')}/api/search/plate?start={Time.GetUtcNow().AddDays(-7):yyyy-MM-dd}&topn=5'");

    private async Task CreateAsync()
    {
        var created = await Store.CreateAsync(UserId, _name);
        (_newKey, _error) = (created.IsDone ? created.Value : null, created.Refusal);
        if (created.IsDone)
        {
            _name = "";
            await _list!.ReadAsync();
        }
    }

    private void Forget(string prefix) => _newKey = _newKey?.StartsWith(prefix, StringComparison.Ordinal) == true ? null : _newKey;
}
