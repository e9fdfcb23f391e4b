using Dashboard.Agents;
using Dashboard.Cameras;
using Dashboard.Hosting;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Tests.Agents;

/// <summary>Sites as the page makes and changes them.</summary>
public sealed class SiteStoreTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private SiteStore _sites = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync();
        var time = TestTime.CreateClock();
        _sites = new SiteStore(
            _database.Factory,
            new CameraStore(_database.Factory, new SecretProtector(new EphemeralDataProtectionProvider()), time),
            new AgentDirectory(_database.Factory, new AgentIdentity(_database.Server), time));
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Site_MadeRenamedAndDeleted_GoesAndComes()
    {
        Assert.True((await _sites.AddAsync(" North ", Cancellation)).IsDone);
        var site = (await _sites.ListAsync(Cancellation)).Single(known => known.Name == "North");
        Assert.Contains("already", (await _sites.AddAsync("NORTH", Cancellation)).Refusal);
        Assert.Contains("1 to 64", (await _sites.AddAsync(" ", Cancellation)).Refusal);
        Assert.True((await _sites.RenameAsync(site.Id, "South", Cancellation)).IsDone);
        Assert.Contains((await _sites.ListAsync(Cancellation)), known => known.Name == "South");
        Assert.True((await _sites.DeleteAsync(site.Id, Cancellation)).IsDone);
        Assert.DoesNotContain((await _sites.ListAsync(Cancellation)), known => known.Id == site.Id);
    }

    [Fact]
    public async Task Delete_OfWhatSomethingBelongsTo_IsRefusedInWords()
    {
        var site = await AddSiteAsync("Depot");
        var camera = Assert.Single(await _database.AddCamerasAsync("depot gate"));
        Assert.True((await _sites.MoveAsync(camera, site, Cancellation)).IsDone);
        Assert.Contains("Cameras", (await _sites.DeleteAsync(site, Cancellation)).Refusal);
        Assert.Contains("no longer exists", (await _sites.MoveAsync(camera, 99, Cancellation)).Refusal);

        var guarded = await AddSiteAsync("Guarded");
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        var guard = new User { UserName = "guard@example.org", Email = "guard@example.org", SecurityStamp = "guard" };
        db.Users.Add(guard);
        await db.SaveChangesAsync(Cancellation);
        db.UserSites.Add(new UserSite { UserId = guard.Id, SiteId = guarded });
        await db.SaveChangesAsync(Cancellation);
        Assert.Contains("Users", (await _sites.DeleteAsync(guarded, Cancellation)).Refusal);
        Assert.Contains("another name", (await _sites.DeleteAsync(SiteRow.DefaultId, Cancellation)).Refusal);
        Assert.Equal(1, (await _sites.ListAsync(Cancellation)).Single(known => known.Id == guarded).People);
    }

    private async Task<int> AddSiteAsync(string name)
    {
        Assert.True((await _sites.AddAsync(name, Cancellation)).IsDone);
        return (await _sites.ListAsync(Cancellation)).Single(known => known.Name == name).Id;
    }
}
