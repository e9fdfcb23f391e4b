using System.Security.Claims;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.AlertLists;

/// <summary>
/// What the person who looks may see and change of the alert lists. Asked again with each change: a page lives on after a role was lost.
/// </summary>
internal sealed class AlertListPermissions(SiteScopeProvider siteScopes, AccountCache states)
{
    /// <summary>What a person who can no longer change anything is told.</summary>
    public const string Lost = Product.AccountChanged;

    public ValueTask<SiteScope> SiteScopeAsync(ClaimsPrincipal person) => siteScopes.GetAsync(person);

    public async Task<bool> MayAddAsync(ClaimsPrincipal person) => person.CanOperate() && await states.IsCurrentAsync(person);

    public async Task<bool> MayChangeAsync(ClaimsPrincipal person, AlertList list) =>
        await MayAddAsync(person) && AlertListRules.IsOwn(list, await SiteScopeAsync(person));
}
