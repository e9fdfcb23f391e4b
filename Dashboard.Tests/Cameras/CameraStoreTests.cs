using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Cameras;
using Dashboard.Web.Pages.Cameras.RegionsOfInterest;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Cameras;

public sealed class CameraStoreTests : IAsyncLifetime
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "dashboard-cameras-" + Guid.NewGuid().ToString("N"));
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private CameraDatabase _database = null!;
    private CameraStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        _database = new CameraDatabase(_folder);
        _store = _database.Store(_time);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Camera_ChangedInItsName_KeepsItsAddressAsItWasEncrypted()
    {
        var camera = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "rtsp://a:secret@cam/1" }, Cancellation)).Value;
        var before = await ProtectedAsync();
        (await _store.UpdateAsync(camera with { Alias = "Gate 2", Source = "rtsp://a:***@cam/1" }, Cancellation)).EnsureDone();
        Assert.Equal(before, await ProtectedAsync());
        (await _store.UpdateAsync(camera with { Source = "rtsp://a:other@cam/1" }, Cancellation)).EnsureDone();
        Assert.NotEqual(before, await ProtectedAsync());

        async Task<string> ProtectedAsync()
        {
            await using var db = _database.CreateDbContext();
            return (await db.Cameras.SingleAsync(Cancellation)).ProtectedSource;
        }
    }

    [Fact]
    public async Task Camera_Added_ComesBackWholeAndItsAddressIsEncrypted()
    {
        var region = RegionOfInterest.FromText("0,0 1,0 0.5,1;!0.4,0.4 0.6,0.4 0.5,0.6");
        var camera = (await _store.AddAsync(new Camera
        {
            Alias = "Gate",
            Source = "rtsp://a:secret@cam/1",
            Substream = "rtsp://a:secret@cam/2",
            SnapshotUrl = "http://a:secret@cam/s.jpg",
            CaptureMode = CaptureMode.Auto,
            IsEnabled = false,
            AnalysisRate = 2.5,
            ManualTriggerDelay = 100,
            RegionOfInterest = region,
            Countries = ExpectedCountries.FromText("us-ca de"),
        }, Cancellation)).Value;
        var found = (await _database.Store(_time).FindAsync(camera.Id, SiteScope.Unrestricted, Cancellation))!;
        Assert.Equal(region!.ToText(), found.RegionOfInterest!.ToText());
        Assert.Equal(camera with { RegionOfInterest = null }, found with { RegionOfInterest = null });

        await using var db = _database.CreateDbContext();
        var row = await db.Cameras.SingleAsync(Cancellation);
        Assert.DoesNotContain("secret", row.ProtectedSource + row.ProtectedSubstream + row.ProtectedSnapshotUrl);
        Assert.DoesNotContain("cam/1", row.ProtectedSource);
    }

    [Fact]
    public async Task Alias_OfAnotherCamera_IsRefusedUntilThatIsDeleted()
    {
        var first = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "/a.mp4" }, Cancellation)).Value;
        var refused = await _store.AddAsync(new Camera { Alias = "gate", Source = "/b.mp4" }, Cancellation);
        Assert.Equal([nameof(Camera.Alias)], refused.Errors.Fields);
        (await _store.DeleteAsync(first.Id, Cancellation)).EnsureDone();
        Assert.True((await _store.AddAsync(new Camera { Alias = "gate", Source = "/b.mp4" }, Cancellation)).Value.Id > first.Id);
        Assert.Equal(["gate"], (await _store.ListAsync(SiteScope.Unrestricted, Cancellation)).Select(camera => camera.Alias));
    }

    /// <summary>The address of a substream that is new says *** too: the camera's own password, and on its own computer alone.</summary>
    [Theory]
    [InlineData("rtsp://a:***@cam:8554/2", "rtsp://a:secret@cam:8554/2")]
    [InlineData("rtsp://b:***@cam/2", null)]
    [InlineData("rtsp://a:***@evil/2", null)]
    [InlineData("http://a:***@cam/2", null)]
    public async Task Update_WithAMaskedPasswordOfANewSubstream_TakesTheCameras(string substream, string? expected)
    {
        var camera = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "rtsp://a:secret@cam/1" }, Cancellation)).Value;

        var result = await _store.UpdateAsync(camera with { Source = "rtsp://a:***@cam/1", Substream = substream }, Cancellation);

        Assert.Equal(expected is null ? [nameof(Camera.Substream)] : [], result.Errors.Fields);
        Assert.Equal(expected, (await _store.FindAsync(camera.Id, SiteScope.Unrestricted, Cancellation))!.Substream);
    }

    [Fact]
    public async Task Update_WithAMaskedPassword_KeepsItOnTheSameHostOnly()
    {
        var camera = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "rtsp://a:secret@cam/1" }, Cancellation)).Value;
        (await _store.UpdateAsync(camera with { Source = "rtsp://a:***@cam/2" }, Cancellation)).EnsureDone();
        Assert.Equal("rtsp://a:secret@cam/2", (await _store.FindAsync(camera.Id, SiteScope.Unrestricted, Cancellation))!.Source);
        var refused = await _store.UpdateAsync(camera with { Source = "rtsp://a:***@other/1" }, Cancellation);
        Assert.Contains("Write the secret itself in place of ***", refused.Errors[nameof(Camera.Source)]);
    }

    [Fact]
    public async Task Camera_ChangedByTwoAtOnce_IsWhatBothMadeOfIt()
    {
        var added = (await _store.AddAsync(
            new Camera { Alias = "Gate", Source = "rtsp://a:secret@cam/1", RegionOfInterest = RegionOfInterest.FromText("0,0 1,0 0.5,1") },
            Cancellation)).Value;
        var (one, other, third) = (Form(), Form(), Form());
        (one.Alias, one.Latitude, one.Longitude) = ("North", 48.2, 16.4);
        (one.Addresses.Address, one.Addresses.Password) = ("rtsp://cam/2", "other");
        one.Polygons = DrawnPolygon.From(RegionOfInterest.FromText("0,0 1,0 1,1;!0.4,0.4 0.6,0.4 0.5,0.6"));
        await SaveAsync(one);
        (await _store.SetEnabledAsync(added.Id, false, Cancellation)).EnsureDone();
        (other.AnalysisRate, other.Countries, other.FlowDays) = (5, ExpectedCountries.FromText("at"), 30);
        await SaveAsync(other);

        var found = await FindAsync();
        Assert.Equal(
            added with
            {
                Alias = "North",
                Source = "rtsp://a:other@cam/2",
                Latitude = 48.2,
                Longitude = 16.4,
                RegionOfInterest = one.ToCamera().RegionOfInterest,
                IsEnabled = false,
                AnalysisRate = 5,
                Countries = ExpectedCountries.FromText("at"),
                FlowDays = 30,
            },
            found);

        // Both changed it: the last one wins, and the password is the one that counts now.
        third.Addresses.Address = "rtsp://cam/3";
        await SaveAsync(third);
        Assert.Equal(found with { Source = "rtsp://a:other@cam/3" }, await FindAsync());

        CameraForm Form() => new(added);

        async Task SaveAsync(CameraForm form) => (await _store.UpdateAsync(form.ToCamera(), form.Loaded, Cancellation)).EnsureDone();

        async Task<Camera> FindAsync() => (await _store.FindAsync(added.Id, SiteScope.Unrestricted, Cancellation))!;
    }

    [Fact]
    public async Task Camera_SavedAsItWasLoaded_TakesNothingBack()
    {
        var added = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "/a.mp4" }, Cancellation)).Value;
        var changed = new Camera
        {
            Id = added.Id,
            Alias = "North",
            Source = "rtsp://cam/1",
            Substream = "rtsp://cam/2",
            SnapshotUrl = "http://cam/s.jpg",
            CaptureMode = CaptureMode.Auto,
            IsEnabled = false,
            AnalysisRate = 2,
            ManualTriggerDelay = 100,
            RegionOfInterest = RegionOfInterest.FromText("0,0 1,0 0.5,1"),
            Countries = ExpectedCountries.FromText("at"),
            SiteId = 2,
            Latitude = 1,
            Longitude = 2,
            Direction = new CameraDirection(0, "in", "out"),
            FlowDays = 30,
            PictureDays = 20,
        };
        string[] others = [nameof(Camera.Id), nameof(Camera.AgentId), nameof(Camera.Number), nameof(Camera.KeepAlive), nameof(Camera.IsBrought)];
        Assert.All(
            typeof(Camera).GetProperties().Where(property => !others.Contains(property.Name)),
            property => Assert.NotEqual(property.GetValue(added), property.GetValue(changed)));
        await using (var db = _database.CreateDbContext())
        {
            db.Sites.Add(new SiteRow { Id = 2, Name = "Harbour" });
            await db.SaveChangesAsync(Cancellation);
        }

        (await _store.UpdateAsync(changed, Cancellation)).EnsureDone();
        (await _store.UpdateAsync(added, added, Cancellation)).EnsureDone();
        Assert.Equal(changed, await _store.FindAsync(added.Id, SiteScope.Unrestricted, Cancellation));
    }

    [Fact]
    public async Task Camera_MovedToASiteThatIsGone_IsRefusedAtItsField()
    {
        var added = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "/a.mp4" }, Cancellation)).Value;
        var moved = await _store.UpdateAsync(added with { SiteId = 99 }, Cancellation);
        Assert.Equal([nameof(Camera.SiteId)], moved.Errors.Fields);
    }

    [Fact]
    public async Task Changes_OfAnyKind_AreAnnouncedAndSeenAtOnce()
    {
        var changes = 0;
        _store.Changed += () => changes++;
        var camera = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "/a.mp4" }, Cancellation)).Value;
        Assert.True(Assert.Single(await _store.ListAsync(SiteScope.Unrestricted, Cancellation)).IsEnabled);
        (await _store.SetEnabledAsync(camera.Id, false, Cancellation)).EnsureDone();
        Assert.False(Assert.Single(await _store.ListAsync(SiteScope.Unrestricted, Cancellation)).IsEnabled);
        (await _store.DeleteAsync(camera.Id, Cancellation)).EnsureDone();
        Assert.Empty(await _store.ListAsync(SiteScope.Unrestricted, Cancellation));
        Assert.Equal("The camera was deleted.", (await _store.UpdateAsync(camera, Cancellation)).Refusal);
        Assert.Equal("The camera was deleted.", (await _store.DeleteAsync(camera.Id, Cancellation)).Refusal);
        Assert.Equal(3, changes);
    }

    [Fact]
    public async Task KeepAlive_Saved_IsThereWithoutAnAnnouncement()
    {
        var camera = (await _store.AddAsync(new Camera { Alias = "Gate", Source = "/a.mp4" }, Cancellation)).Value;
        await _store.ListAsync(SiteScope.Unrestricted, Cancellation);
        var changes = 0;
        _store.Changed += () => changes++;
        await _store.SaveKeepAliveAsync(
            new Dictionary<int, DateTimeOffset> { [camera.Id] = _time.GetUtcNow(), [99] = _time.GetUtcNow() }, Cancellation);
        Assert.Equal((_time.GetUtcNow(), 0), ((await _store.FindAsync(camera.Id, SiteScope.Unrestricted, Cancellation))!.KeepAlive, changes));
    }

    [Fact]
    public async Task Camera_AddedByAnotherProcess_IsSeenSoon()
    {
        Assert.Empty(await _store.ListAsync(SiteScope.Unrestricted, Cancellation));
        await _database.Store(_time).AddAsync(new Camera { Alias = "Gate", Source = "/a.mp4" }, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(await _store.ListAsync(SiteScope.Unrestricted, Cancellation));
    }
}

/// <summary>A database and keys for cameras in a folder that goes with the test.</summary>
internal sealed class CameraDatabase : IDbContextFactory<DashboardDbContext>, IDisposable
{
    private readonly string _folder;
    private readonly IDbContextFactory<SqliteContext> _factory;
    private readonly SecretProtector _protector;

    public CameraDatabase(string folder)
    {
        _folder = folder;
        MigratedFile.Put(folder);
        _factory = SqliteProvider.CreateFactory(
            new DatabaseOptions { ConnectionString = "Pooling=False" }, new ServerOptions { DataDirectory = folder });
        _protector = new SecretProtector(new EphemeralDataProtectionProvider());
    }

    public CameraStore Store(TimeProvider time) => new(this, _protector, time);

    public DashboardDbContext CreateDbContext() => _factory.CreateDbContext();

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
