using System.Collections.Concurrent;
using Dashboard.Domain.Users;
using Dashboard.Tests.Alerts.Inbox;
using Dashboard.Tests.Support;
using Dashboard.Web.Layout.Bell;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Web.Layout.Bell;

/// <summary>What a person is told of open alerts on every page.</summary>
public sealed class AlertWatchTests
{
    [Fact]
    public async Task NewAlerts_OfTheirSites_AreCountedAndNoticed_AtMostThreeAtOnce()
    {
        await using var world = await InboxWorld.CreateAsync();
        await world.Alerts.ListAsync("gate", null, "A*");
        await world.PassAsync(("A0", world.Alerts.Camera), ("A1", world.HarbourCamera));
        await MakeRecentAsync(world);
        var dismissed = new DismissedNotices();
        var viewer = await world.PersonAsync(Roles.Viewer, world.Harbour);
        using var watch = await WatchAsync(world, viewer, dismissed);
        var arrived = new ConcurrentQueue<string>();
        watch.Arrived += rows =>
        {
            foreach (var row in rows)
            {
                arrived.Enqueue(row.Alert.Plate);
            }
        };
        Assert.Equal((1, "A1"), (watch.Count, Assert.Single(watch.Notices).Alert.Plate));

        await world.Open.StartAsync(CancellationToken.None);
        await world.PassAsync(
            ("A2", world.HarbourCamera),
            ("A3", world.Alerts.Camera),
            ("A4", world.HarbourCamera),
            ("A5", world.HarbourCamera),
            ("B6", world.HarbourCamera));
        await MakeRecentAsync(world);
        await Eventually.TrueAsync(() => (watch.Count, watch.Notices.Count, watch.MoreNotices) == (4, 3, 1), "four are open, three noticed");
        // They are counted a moment before they are told of.
        await Eventually.TrueAsync(() => arrived.Order().SequenceEqual(["A2", "A4", "A5"]), "three are told of");

        var first = watch.Notices[0].Alert;
        watch.Dismiss(first.Id);
        Assert.DoesNotContain(watch.Notices, row => row.Alert.Id == first.Id);
        Assert.Equal((3, 0, 4), (watch.Notices.Count, watch.MoreNotices, watch.Count));

        // Somebody else acknowledges one: its notice goes everywhere.
        var next = watch.Notices[0].Alert;
        await world.Actions.AcknowledgeAsync(await world.PersonAsync(Roles.Operator), next.Id, Cancellation);
        await Eventually.TrueAsync(
            () => watch.Count == 3 && watch.Notices.All(row => row.Alert.Id != next.Id), "three are open, and that one is not noticed any more");

        watch.ShowNotices(false);
        Assert.Empty(watch.Notices);
        watch.ShowNotices(true);
        Assert.NotEmpty(watch.Notices);
        watch.DismissAll();
        Assert.Equal((0, 0, 3), (watch.Notices.Count, watch.MoreNotices, watch.Count));

        // What was put away does not come again with the next page; another person's notices are their own.
        using var again = await WatchAsync(world, viewer, dismissed);
        Assert.Equal((0, 3), (again.Notices.Count, again.Count));
        using var other = await WatchAsync(world, await world.PersonAsync(Roles.Operator), dismissed);
        Assert.NotEmpty(other.Notices);
        await world.Open.StopAsync(CancellationToken.None);
    }

    private static async Task<AlertWatch> WatchAsync(
        InboxWorld world, System.Security.Claims.ClaimsPrincipal person, DismissedNotices? dismissed = null)
    {
        var watch = new AlertWatch(
            world.Open, world.Scopes, new InboxWorld.Session(person), dismissed ?? new DismissedNotices(), NullLogger<AlertWatch>.Instance);
        await watch.StartAsync(isLive: true);
        return watch;
    }

    // The world's clock stands in a night of the past; what watches looks at the machine's.
    private static async Task MakeRecentAsync(InboxWorld world)
    {
        var now = DateTimeOffset.UtcNow;
        await using var db = await world.Alerts.Database.Factory.CreateDbContextAsync(Cancellation);
        var old = now.AddHours(-1);
        await db.Alerts.Where(alert => alert.CreatedAt < old).ExecuteUpdateAsync(set => set.SetProperty(alert => alert.CreatedAt, now));
        world.Alerts.Feed.Publish([]);
    }
}
