using System.Security.Claims;
using Dashboard.Domain.Users;

namespace Dashboard.Security.Accounts;

/// <summary>Asks at the moment of a change whether a person may make it; what a page showed before counts for nothing.</summary>
internal sealed class OperatorCheck(AccountCache accounts)
{
    /// <summary>The account of an operator or an administrator who may act now; null: this person may not.</summary>
    public async ValueTask<AccountSnapshot?> FindAsync(ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        person.UserId() is { } id
        && await accounts.FindAsync(id, cancellationToken) is { IsEnabled: true, Role: Roles.Administrator or Roles.Operator } account
            ? account
            : null;

    /// <summary>The account of an administrator who may act now; null: this person may not.</summary>
    public async ValueTask<AccountSnapshot?> FindAdministratorAsync(ClaimsPrincipal person, CancellationToken cancellationToken = default) =>
        await FindAsync(person, cancellationToken) is { Role: Roles.Administrator } account ? account : null;
}
