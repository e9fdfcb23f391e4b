using System.Security.Claims;
using Dashboard.Alerts.Inbox;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Alerts.Inbox;

/// <summary>Alerts of two sites, and people who look at them.</summary>
internal sealed class InboxWorld : IAsyncDisposable
{
    private InboxWorld(AlertWorld world, int harbour, int harbourCamera)
    {
        (Alerts, Harbour, HarbourCamera) = (world, harbour, harbourCamera);
        Accounts = new AccountCache(world.Database.Factory, world.Time);
        Scopes = new SiteScopeProvider(Accounts);
        Store = new AlertStore(world.Database.Factory);
        Actions = new AlertActions(world.Database.Factory, world.Feed, Scopes, Accounts, world.Time);
        Open = new OpenAlerts(Store, world.Feed, TimeProvider.System, NullLogger<OpenAlerts>.Instance);
    }

    public AlertWorld Alerts { get; }

    /// <summary>The second site, with a camera of its own.</summary>
    public int Harbour { get; }

    public int HarbourCamera { get; }

    public AccountCache Accounts { get; }

    public SiteScopeProvider Scopes { get; }

    public AlertStore Store { get; }

    public AlertActions Actions { get; }

    public OpenAlerts Open { get; }

    public static async Task<InboxWorld> CreateAsync(string provider = "Sqlite")
    {
        var world = await AlertWorld.CreateAsync(provider);
        var camera = (await world.Database.AddCamerasAsync("Quay"))[0];
        await using var db = await world.Database.Factory.CreateDbContextAsync();
        var site = new SiteRow { Name = "Harbour" };
        db.Sites.Add(site);
        await db.SaveChangesAsync();
        await db.Cameras.Where(row => row.Id == camera).ExecuteUpdateAsync(set => set.SetProperty(row => row.SiteId, site.Id));
        return new InboxWorld(world, site.Id, camera);
    }

    /// <summary>Somebody who is signed in, limited to sites where some are given.</summary>
    public async Task<ClaimsPrincipal> PersonAsync(string role, params int[] sites)
    {
        await using var db = await Alerts.Database.Factory.CreateDbContextAsync();
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = new User { UserName = email, Email = email, NormalizedEmail = email, SecurityStamp = Guid.NewGuid().ToString("N") };
        db.Users.Add(user);
        var known = await db.Roles.SingleOrDefaultAsync(one => one.Name == role);
        if (known is null)
        {
            known = new IdentityRole<int>(role);
            db.Roles.Add(known);
        }

        await db.SaveChangesAsync();
        db.UserRoles.Add(new IdentityUserRole<int> { UserId = user.Id, RoleId = known.Id });
        db.UserSites.AddRange(sites.Select(site => new UserSite { UserId = user.Id, SiteId = site }));
        await db.SaveChangesAsync();
        return new ClaimsPrincipal(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, $"{user.Id}"),
                new Claim(ClaimTypes.Name, email),
                new Claim(ClaimTypes.Role, role),
                new Claim(new ClaimsIdentityOptions().SecurityStampClaimType, user.SecurityStamp),
            ],
            "test"));
    }

    /// <summary>Vehicles pass, and make what alerts the lists say.</summary>
    public async Task PassAsync(params (string Plate, int Camera)[] vehicles)
    {
        var worker = await Alerts.WorkerAsync();
        foreach (var (plate, camera) in vehicles)
        {
            Alerts.Time.Advance(TimeSpan.FromSeconds(1));
            await Alerts.FlowAsync(plate, flow => (flow.CameraId, flow.FirstSeenAt) = (camera, Alerts.Time.GetUtcNow()));
        }

        await AlertWorld.RunAsync(worker);
    }

    public async ValueTask DisposeAsync()
    {
        Open.Dispose();
        await Alerts.DisposeAsync();
    }

    internal sealed class Session(ClaimsPrincipal person) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(person));
    }
}
