using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <summary>What the server holds, as its stages read it.</summary>
public sealed partial class DashboardApp
{
    /// <summary>All web hooks, their secrets in clear.</summary>
    public Task<IReadOnlyList<WebHook>> WebHooksAsync() => Get<WebHookStore>().ListAsync();

    /// <summary>The key that signs tokens.</summary>
    public string SigningKeyId => Get<SigningKey>().Load().KeyId;

    /// <summary>A flow's picture; null where it is gone.</summary>
    public Task<byte[]?> ReadPictureAsync(Flow flow) => Get<FlowImages>().ReadAsync(flow);

    public async Task<long> CountAsync(FlowCondition? where) =>
        (await Get<FlowSearch>().SearchAsync(new FlowQuery(where, FlowOrder.Newest), SiteScope.Unrestricted)).Total;

    internal Task<DashboardDbContext> OpenDatabaseAsync() => Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();

    /// <summary>Notes a correction that the flow's row already has.</summary>
    public async Task AddCorrectionAsync(Domain.Flows.FlowCorrection correction)
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        database.FlowCorrections.Add(correction);
        await database.SaveChangesAsync();
    }
}
