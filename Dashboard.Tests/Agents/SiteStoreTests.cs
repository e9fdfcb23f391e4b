using Dashboard.Tests.Support;

namespace Dashboard.Tests.Agents;

/// <summary>Sites as the page makes and changes them.</summary>
public sealed class SiteStoreTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task Site_MadeRenamedAndDeleted_GoesAndComes()
    {
        Assert.Null(await app.Sites.AddAsync(" North "));
        var site = (await app.Sites.ListAsync()).Single(known => known.Name == "North");
        Assert.Contains("already", await app.Sites.AddAsync("NORTH"));
        Assert.Contains("1 to 64", await app.Sites.AddAsync(" "));
        Assert.Null(await app.Sites.RenameAsync(site.Id, "South"));
        Assert.Contains((await app.Sites.ListAsync()), known => known.Name == "South");
        Assert.Null(await app.Sites.DeleteAsync(site.Id));
        Assert.DoesNotContain((await app.Sites.ListAsync()), known => known.Id == site.Id);
    }

    [Fact]
    public async Task Delete_OfWhatSomethingBelongsTo_IsRefusedInWords()
    {
        var site = await app.AddSiteAsync("Depot");
        var camera = await app.AddCameraAsync("depot gate");
        Assert.Null(await app.Sites.MoveAsync(camera, site));
        Assert.Contains("Cameras", await app.Sites.DeleteAsync(site));
        Assert.Contains("not there", await app.Sites.MoveAsync(camera, 99));

        var guarded = await app.AddSiteAsync("Guarded");
        await app.LimitedKeyAsync("guard@example.org", "Viewer", guarded);
        Assert.Contains("People", await app.Sites.DeleteAsync(guarded));
        Assert.Contains("another name", await app.Sites.DeleteAsync(1));
        Assert.Equal(1, (await app.Sites.ListAsync()).Single(known => known.Id == guarded).People);
    }
}
