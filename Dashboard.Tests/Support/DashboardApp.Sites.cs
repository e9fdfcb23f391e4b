using Dashboard.Agents;
using Dashboard.Agents.Intake;
using Dashboard.Cameras;
using Dashboard.Flows.Recording;
using Dashboard.Hosting;
using Dashboard.Pipeline;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support;

/// <content>Sites, who is limited to them, agents and what they push.</content>
public sealed partial class DashboardApp
{
    /// <summary>Makes a site and returns its number.</summary>
    public async Task<int> AddSiteAsync(string name)
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        var site = new SiteRow { Name = name };
        database.Sites.Add(site);
        await database.SaveChangesAsync();
        Get<AgentDirectory>().Forget();
        return site.Id;
    }

    /// <summary>A key of a new person who sees only these sites.</summary>
    public async Task<(int User, string Key)> LimitedKeyAsync(string email, string role, params int[] sites)
    {
        var user = await CreateUserAsync(email, role);
        Assert.True((await Get<UserAccounts>().SetSitesAsync(user, sites)).IsDone);
        return (user, (await Get<ApiKeyStore>().CreateAsync(user, "test")).Value);
    }

    public async Task LimitAsync(int user, params int[] sites) => Assert.True((await Get<UserAccounts>().SetSitesAsync(user, sites)).IsDone);

    /// <summary>Tells where a camera stands, degrees.</summary>
    public async Task PlaceCameraAsync(int camera, double latitude, double longitude)
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        await database.Cameras.Where(row => row.Id == camera)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Latitude, latitude).SetProperty(row => row.Longitude, longitude));
        Get<CameraDirectory>().Forget();
    }

    /// <summary>Hands a vehicle to the server's own recorder.</summary>
    internal ValueTask ObserveAsync(FlowDraft vehicle) => Get<PipelineQueues>().FlowDrafts.Writer.WriteAsync(vehicle);

    /// <summary>How many vehicles the server's own recorder has stored.</summary>
    public long Recorded => Get<RecorderStatus>().Current.Stored;

    internal ApiKeyStore ApiKeys => Get<ApiKeyStore>();

    /// <summary>By what name this server's own recognition is known.</summary>
    public string AgentUid => Get<AgentIdentity>().Uid;

    /// <summary>Returns once flows that are stored from now on are held against the alert lists.</summary>
    public async Task AlertsReadyAsync()
    {
        await using var database = await Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync();
        await Eventually.TrueAsync(
            () => database.Positions.AnyAsync(position => position.Name == Position.Alerts), "the alert worker knows where it begins");
    }

    internal IntakeNumbers Pushed => Get<GroupIntake>().Numbers;
}
