using Dashboard.Agents;
using Dashboard.Agents.Intake;
using Dashboard.Agents.Reads;
using Dashboard.Domain.Recognition;
using Dashboard.Hosting;
using Dashboard.Tests.Support;
using Dashboard.Tracking;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.Reads;

/// <summary>Reads that wait, in each database.</summary>
public sealed class PushedReadStoreTests
{
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();

    [Theory, ProviderData]
    public async Task Frame_IsKeptOnce_ReadWhole_AndRemoved(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = Store(database, "A");
        await store.AddAsync([Frame("one", 1, 2), Frame("two", 1, 1)], Cancellation);
        await store.AddAsync([Frame("one", 1, 2), Frame("three", 2, 1)], Cancellation);

        var rows = await store.ReadAsync(0, Cancellation);
        Assert.Equal(["one", "one", "two", "three"], rows.Select(row => row.Frame));
        Assert.Equal(new byte[] { 1, 2, 3 }, await store.PictureAsync(rows[0].Id, Cancellation));
        Assert.All(rows, row => Assert.Equal((3, row.Body.Length + 3), (row.PictureBytes, row.Bytes)));
        Assert.Equal(TestTime.Noon, rows[0].CapturedAt);

        await store.RemoveAsync([.. rows.Take(3).Select(row => row.Id)], Cancellation);
        Assert.Equal(rows[3].Id, Assert.Single(await store.ReadAsync(0, Cancellation)).Id);
        Assert.Empty(await store.ReadAsync(rows[3].Id, Cancellation));
        Assert.Null(await store.PictureAsync(rows[0].Id, Cancellation));
    }

    [Theory, ProviderData]
    public async Task Camera_IsGroupedByOneServer_AndTakenOverOnceThatIsGone(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (first, second) = (Store(database, "A"), Store(database, "B"));
        await first.AddAsync([Frame("one", 1, 1)], Cancellation);
        await second.AddAsync([Frame("two", 1, 1), Frame("other", 2, 1)], Cancellation);

        Assert.Equal(["one", "two"], (await first.ReadAsync(0, Cancellation)).Select(row => row.Frame));
        Assert.Equal(["other"], (await second.ReadAsync(0, Cancellation)).Select(row => row.Frame));
        Assert.Empty(await second.TakeOverAsync(Cancellation));

        _clock.Advance(TimeSpan.FromMinutes(1) + new TrackingOptions().MaxDelay); // So long a read may wait where all works.
        Assert.Empty(await second.TakeOverAsync(Cancellation));
        _clock.Advance(TimeSpan.FromSeconds(1));
        await second.AddAsync([Frame("three", 1, 1)], Cancellation);
        Assert.Equal(["one", "two"], (await second.TakeOverAsync(Cancellation)).Select(row => row.Frame));
        Assert.Equal(["other"], (await first.TakeOverAsync(Cancellation)).Select(row => row.Frame)); // That server was silent too.
        Assert.Equal(["other"], (await first.ReadAsync(0, Cancellation)).Select(row => row.Frame));
        Assert.Empty(await second.TakeOverAsync(Cancellation));
    }

    private static PushedFrame Frame(string name, long camera, int plates) => new(
        PushingAgent.FromSite("north", null, null),
        camera,
        TestTime.Noon,
        name,
        [.. Enumerable.Range(0, plates).Select(
            i => new PushedPlate { PlateIndex = i, Candidates = [new PlateCandidate("AB12", 0.9)], Jpeg = [1, 2, 3] })]);

    private PushedReadStore Store(TestDatabase database, string uid)
    {
        var identity = Identity(database, uid);
        return new(database.Factory, new AgentDirectory(database.Factory, identity, _clock), identity, new TrackingOptions(), _clock);
    }

    private static AgentIdentity Identity(TestDatabase database, string uid)
    {
        var folder = Directory.CreateDirectory(Path.Combine(database.Server.DataDirectory, uid)).FullName;
        File.WriteAllText(Path.Combine(folder, "agent.uid"), new string(uid[0], 40));
        return new AgentIdentity(new Dashboard.Configuration.ServerOptions { DataDirectory = folder });
    }
}
