using System.Security.Claims;
using Dashboard.Domain.Users;

namespace Dashboard.Security.Accounts;

/// <summary>
/// Tells which sites the person of a request or a page may see. A change of somebody's sites takes effect as <see cref="AccountCache"/> says.
/// </summary>
internal sealed class SiteScopeProvider(AccountCache states)
{
    /// <summary>What a signed-in person, or the program that acts for one, may see; nothing where nobody is signed in.</summary>
    public async ValueTask<SiteScope> GetAsync(ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        person.UserId() is { } id && await states.FindAsync(id, cancellationToken) is { } state ? state.SiteScope : SiteScope.ForSites([]);
}
