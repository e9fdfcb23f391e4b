using Dashboard.Tests.Support;

namespace Dashboard.Tests.Agents;

/// <summary>Sites as the page makes and changes them.</summary>
[Trait("Category", "Server")]
public sealed class SiteStoreTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task Site_MadeRenamedAndDeleted_GoesAndComes()
    {
        Assert.True((await app.Sites.AddAsync(" North ", Cancellation)).IsDone);
        var site = (await app.Sites.ListAsync(Cancellation)).Single(known => known.Name == "North");
        Assert.Contains("already", (await app.Sites.AddAsync("NORTH", Cancellation)).Refusal);
        Assert.Contains("1 to 64", (await app.Sites.AddAsync(" ", Cancellation)).Refusal);
        Assert.True((await app.Sites.RenameAsync(site.Id, "South", Cancellation)).IsDone);
        Assert.Contains((await app.Sites.ListAsync(Cancellation)), known => known.Name == "South");
        Assert.True((await app.Sites.DeleteAsync(site.Id, Cancellation)).IsDone);
        Assert.DoesNotContain((await app.Sites.ListAsync(Cancellation)), known => known.Id == site.Id);
    }

    [Fact]
    public async Task Delete_OfWhatSomethingBelongsTo_IsRefusedInWords()
    {
        var site = await app.AddSiteAsync("Depot");
        var camera = await app.AddCameraAsync("depot gate");
        Assert.True((await app.Sites.MoveAsync(camera, site, Cancellation)).IsDone);
        Assert.Contains("Cameras", (await app.Sites.DeleteAsync(site, Cancellation)).Refusal);
        Assert.Contains("no longer exists", (await app.Sites.MoveAsync(camera, 99, Cancellation)).Refusal);

        var guarded = await app.AddSiteAsync("Guarded");
        await app.LimitedKeyAsync("guard@example.org", "Viewer", guarded);
        Assert.Contains("Users", (await app.Sites.DeleteAsync(guarded, Cancellation)).Refusal);
        Assert.Contains("another name", (await app.Sites.DeleteAsync(1, Cancellation)).Refusal);
        Assert.Equal(1, (await app.Sites.ListAsync(Cancellation)).Single(known => known.Id == guarded).People);
    }
}
