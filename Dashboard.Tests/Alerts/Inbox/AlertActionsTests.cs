using Dashboard.Alerts.Inbox;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Providers;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Alerts.Inbox;

public sealed class AlertActionsTests
{
    [Theory, ProviderData]
    public async Task Groups_Acknowledged_AreThoseShown_AndUndoOpensJustThem(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        await world.Alerts.ListAsync("gate", null, "ABC1", "XYZ9");
        var person = await world.PersonAsync(Roles.Operator);
        var (gate, open) = (world.Alerts.Camera, new AlertFilter(OnlyOpen: true));
        await world.PassAsync(("ABC1", gate), ("XYZ9", gate), ("ABC1", gate));
        var shown = await PageAsync(world, open);
        Assert.Equal([("ABC1", 2, 2), ("XYZ9", 1, 1)], shown.Select(group => (group.Key.Plate, group.Count, group.Open)));

        // One more comes between the look and the button.
        await world.PassAsync(("ABC1", gate));
        var done = (await world.Actions.AcknowledgeAsync(person, open, [shown[0]], Cancellation)).Value;
        Assert.Equal(2, done.Count);
        Assert.Equal([("ABC1", 1), ("XYZ9", 1)], (await PageAsync(world, open)).Select(group => (group.Key.Plate, group.Open)));
        var all = await PageAsync(world, new AlertFilter());
        Assert.Equal([("ABC1", 3, 1), ("XYZ9", 1, 1)], all.Select(group => (group.Key.Plate, group.Count, group.Open)));

        await world.Actions.AcknowledgeAsync(person, open, [shown[1]], Cancellation);
        (await world.Actions.UndoAsync(person, done, Cancellation)).EnsureDone();
        Assert.Equal([("ABC1", 3)], (await PageAsync(world, open)).Select(group => (group.Key.Plate, group.Open)));

        // What others have done since stays, and the person is told.
        Assert.Contains("nothing was undone", (await world.Actions.UndoAsync(person, done, Cancellation)).Refusal);
    }

    [Theory, ProviderData]
    public async Task Comment_OnAnOpenAlert_StandsAtItsGroup_WhenTheVehiclePassesAgain(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        await world.Alerts.ListAsync("gate", null, "ABC1", "XYZ9");
        var person = await world.PersonAsync(Roles.Operator);
        var (gate, open) = (world.Alerts.Camera, new AlertFilter(OnlyOpen: true));
        await world.PassAsync(("ABC1", gate), ("XYZ9", gate));
        var first = (await PageAsync(world, open)).Single(group => group.Key.Plate == "ABC1").Newest.Alert.Id;
        (await world.Actions.CommentAsync(person, first, "Called the police", "", Cancellation)).Result.EnsureDone();
        await world.PassAsync(("ABC1", gate));

        var shown = await PageAsync(world, new AlertFilter());
        Assert.Equal(
            [("ABC1", "Called the police"), ("XYZ9", null)],
            shown.Select(group => (group.Key.Plate, group.Commented?.Comment)).Order());

        // Once it is done with, it is no news at the next alert.
        await world.Actions.AcknowledgeAsync(person, open, shown, Cancellation);
        await world.PassAsync(("ABC1", gate));
        Assert.Null((await PageAsync(world, open)).Single().Commented);
    }

    [Theory, ProviderData]
    public async Task Alerts_OfOtherSites_AreNeitherSeenNorChanged(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        await world.Alerts.ListAsync("gate", null, "ABC1");
        await world.PassAsync(("ABC1", world.Alerts.Camera), ("ABC1", world.HarbourCamera));
        var alerts = await world.Alerts.AlertsAsync();
        var guard = await world.PersonAsync(Roles.Operator, world.Harbour);
        var siteScope = await world.Scopes.GetAsync(guard, Cancellation);
        var page = await world.Store.PageAsync(new AlertFilter(), 1, 25, siteScope, Cancellation);
        Assert.Equal(alerts[1].Id, Assert.Single(page.Groups).Newest.Alert.Id);
        Assert.Equal(1, page.Groups[0].Count);
        Assert.Equal(alerts[1].Id, Assert.Single(await world.Store.ListOpenAsync(10, siteScope, cancellationToken: Cancellation)).Alert.Id);
        Assert.Equal(0, (await world.Actions.AcknowledgeAsync(guard, alerts[0].Id, Cancellation)).Value.Count);
        Assert.False((await world.Actions.CommentAsync(guard, alerts[0].Id, "mine", "", Cancellation)).Result.IsDone);
        Assert.Equal(1, (await world.Actions.AcknowledgeAsync(guard, new AlertFilter(), page.Groups, Cancellation)).Value.Count);
        Assert.Equal([null, guard.Identity!.Name], (await world.Alerts.AlertsAsync()).Select(alert => alert.AcknowledgedBy));
    }

    [Fact]
    public async Task Viewer_AndSomebodyWhoLostTheAccount_ChangeNothing()
    {
        await using var world = await InboxWorld.CreateAsync();
        await world.Alerts.ListAsync("gate", null, "ABC1");
        await world.PassAsync(("ABC1", world.Alerts.Camera));
        var id = (await world.Alerts.AlertsAsync())[0].Id;
        var gone = await world.PersonAsync(Roles.Operator);
        await using (var db = await world.Alerts.Database.Factory.CreateDbContextAsync(Cancellation))
        {
            db.Users.Remove(db.Users.Single(user => user.Email == gone.Identity!.Name));
            await db.SaveChangesAsync(Cancellation);
        }

        foreach (var person in new[] { await world.PersonAsync(Roles.Viewer), gone })
        {
            Assert.False((await world.Actions.AcknowledgeAsync(person, id, Cancellation)).IsDone);
            Assert.False((await world.Actions.ReopenAsync(person, id, Cancellation)).IsDone);
            Assert.False((await world.Actions.CommentAsync(person, id, "no", "", Cancellation)).Result.IsDone);
        }

        Assert.Equal((null, ""), ((await world.Alerts.AlertsAsync())[0].AcknowledgedBy, (await world.Alerts.AlertsAsync())[0].Comment));
    }

    [Fact]
    public async Task Comment_StandsWithItsPerson_IsBounded_AndGoesWhenEmpty()
    {
        await using var world = await InboxWorld.CreateAsync();
        await world.Alerts.ListAsync("gate", null, "ABC1");
        await world.PassAsync(("ABC1", world.Alerts.Camera));
        var id = (await world.Alerts.AlertsAsync())[0].Id;
        var person = await world.PersonAsync(Roles.Operator);
        var tooLong = await world.Actions.CommentAsync(person, id, new string('x', Alert.MaxCommentLength + 1), "", Cancellation);
        Assert.NotNull(tooLong.Result.Errors[nameof(Alert.Comment)]);
        (await world.Actions.CommentAsync(person, id, " Police called ", "", Cancellation)).Result.EnsureDone();
        Assert.Equal(("Police called", person.Identity!.Name), Noted((await world.Alerts.AlertsAsync())[0]));
        (await world.Actions.CommentAsync(person, id, "", "Police called", Cancellation)).Result.EnsureDone();
        Assert.Equal(("", null), Noted((await world.Alerts.AlertsAsync())[0]));
    }

    [Theory, ProviderData]
    public async Task Comment_OfAnotherMeanwhile_IsShownBeforeItIsReplaced(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        await world.Alerts.ListAsync("gate", null, "ABC1");
        await world.PassAsync(("ABC1", world.Alerts.Camera));
        var id = (await world.Alerts.AlertsAsync())[0].Id;
        var (ada, bob) = (await world.PersonAsync(Roles.Operator), await world.PersonAsync(Roles.Operator));
        (await world.Actions.CommentAsync(ada, id, "Police called", "", Cancellation)).Result.EnsureDone();

        var refused = await world.Actions.CommentAsync(bob, id, "A guest", "", Cancellation);
        Assert.Equal(
            $"{ada.Identity!.Name} has commented meanwhile: “Police called”. Save again to replace it.",
            refused.Result.Errors[nameof(Alert.Comment)]);
        Assert.Equal(("Police called", ada.Identity.Name), Noted((await world.Alerts.AlertsAsync())[0]));
        var again = await world.Actions.CommentAsync(bob, id, "A guest", refused.Seen, Cancellation);
        again.Result.EnsureDone();
        Assert.Equal(("A guest", bob.Identity!.Name), Noted((await world.Alerts.AlertsAsync())[0]));

        // Left as it was loaded it takes nothing back; one that is gone comes back on request alone.
        (await world.Actions.CommentAsync(ada, id, "Police called", "Police called", Cancellation)).Result.EnsureDone();
        Assert.Equal(("A guest", bob.Identity.Name), Noted((await world.Alerts.AlertsAsync())[0]));
        (await world.Actions.CommentAsync(bob, id, "", again.Seen, Cancellation)).Result.EnsureDone();
        var gone = await world.Actions.CommentAsync(ada, id, "A guest of Bob's", "A guest", Cancellation);
        Assert.Equal("The comment was removed meanwhile. Save again to write yours.", gone.Result.Refusal);
        (await world.Actions.CommentAsync(ada, id, "A guest of Bob's", gone.Seen, Cancellation)).Result.EnsureDone();
        Assert.Equal(("A guest of Bob's", ada.Identity.Name), Noted((await world.Alerts.AlertsAsync())[0]));
    }

    [Fact]
    public async Task Audit_HearsOfEachAction()
    {
        await using var world = await InboxWorld.CreateAsync();
        await world.Alerts.ListAsync("gate", null, "ABC1");
        await world.PassAsync(("ABC1", world.Alerts.Camera));
        var id = (await world.Alerts.AlertsAsync())[0].Id;
        var person = await world.PersonAsync(Roles.Operator);
        var (database, trail) = (world.Alerts.Database, new AuditTrail(TestTime.CreateClock()));
        var audited = new ProviderContextFactory(database.Options, database.Server, NullLoggerFactory.Instance, trail);
        var actions = new AlertActions(audited, world.Alerts.Feed, world.Scopes, world.Accounts, world.Alerts.Time);
        AuditActor.Current = new(7, "admin@example.com", "192.0.2.1");
        try
        {
            await actions.AcknowledgeAsync(person, id, Cancellation);
            await actions.AcknowledgeAsync(person, id, Cancellation);
            await actions.ReopenAsync(person, id, Cancellation);
            await actions.CommentAsync(person, id, "Police called", "", Cancellation);
        }
        finally
        {
            AuditActor.Current = null;
        }

        var details = new List<string>();
        while (trail.Waiting.TryRead(out var entry))
        {
            details.Add($"{entry.Subject}: {entry.Details}");
        }

        Assert.Equal(["1 alert: acknowledged: ABC1", "1 alert: opened again: ABC1", "1 alert: comment “Police called”: ABC1"], details);
    }

    private static (string Comment, string? By) Noted(Alert alert) => (alert.Comment, alert.CommentedBy);

    private static async Task<IReadOnlyList<AlertGroup>> PageAsync(InboxWorld world, AlertFilter filter) =>
        [.. (await world.Store.PageAsync(filter, 1, 25, SiteScope.Unrestricted, Cancellation)).Groups
            .OrderBy(group => group.Key.Plate, StringComparer.Ordinal)];
}
