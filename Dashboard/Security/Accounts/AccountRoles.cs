using Dashboard.Storage;
using Dashboard.Storage.Startup;

namespace Dashboard.Security.Accounts;

/// <summary>Makes the roles at the start, once for all servers on the database.</summary>
internal sealed class AccountRoles(UserAccounts accounts) : IDatabaseStartupStep
{
    public Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken) => accounts.EnsureRolesAsync();
}
