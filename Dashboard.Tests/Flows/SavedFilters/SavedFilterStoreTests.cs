using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Flows.SavedFilters;
using Dashboard.Storage;
using Dashboard.Tests.Alerts.Inbox;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Filter.Saved;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Flows.SavedFilters;

public sealed class SavedFilterStoreTests
{
    private static readonly string Gate = KeptFilter.Query(new FlowsPageState { Plate = "AB", Page = 3, IsPaused = true });

    [Theory, ProviderData]
    public async Task Filter_Private_IsItsOwnersAlone_AndGoesWithTheAccount(string provider)
    {
        await using var world = await InboxWorld.CreateAsync(provider);
        var filters = Filters(world);
        var (owner, other) = (await world.PersonAsync(Roles.Viewer), await world.PersonAsync(Roles.Administrator));
        (await filters.AddAsync(owner, " Gate ", Gate, isShared: false, Cancellation)).EnsureDone();
        var mine = Assert.Single(await filters.ListAsync(owner, Cancellation));
        Assert.Equal(("Gate", "plate=AB", true, false), (mine.Name, mine.Query, mine.IsOwn, mine.IsShared));
        Assert.Empty(await filters.ListAsync(other, Cancellation));
        Assert.Empty(await filters.ListAsync(new ClaimsPrincipal(), Cancellation));

        // Nobody else renames or deletes it.
        Assert.False((await filters.ChangeAsync(other, mine with { Name = "Mine" }, mine, Cancellation)).IsDone);
        Assert.False((await filters.DeleteAsync(other, mine.Id, Cancellation)).IsDone);

        // Two windows of its owner: neither takes back what the other changed.
        (await filters.ChangeAsync(owner, mine with { Name = "North gate" }, mine, Cancellation)).EnsureDone();
        (await filters.ChangeAsync(owner, mine with { Query = "plate=CD" }, mine, Cancellation)).EnsureDone();
        Assert.Equal(
            ("North gate", "plate=CD"), (await filters.ListAsync(owner, Cancellation)).Select(filter => (filter.Name, filter.Query)).Single());

        await using var db = await world.Alerts.Database.Factory.CreateDbContextAsync(Cancellation);
        await db.Users.Where(user => user.Email == owner.Identity!.Name).ExecuteDeleteAsync(Cancellation);
        Assert.Equal(0, await db.SavedFilters.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Filter_Shared_IsSeenByOthersAndTakenAwayByAdministrators()
    {
        await using var world = await InboxWorld.CreateAsync();
        var filters = Filters(world);
        var (owner, viewer, administrator) =
            (await world.PersonAsync(Roles.Operator), await world.PersonAsync(Roles.Viewer), await world.PersonAsync(Roles.Administrator));
        (await filters.AddAsync(owner, "Gate", Gate, isShared: true, Cancellation)).EnsureDone();
        var seen = Assert.Single(await filters.ListAsync(viewer, Cancellation));
        Assert.Equal((false, owner.Identity!.Name), (seen.IsOwn, seen.Owner));
        Assert.False((await filters.DeleteAsync(viewer, seen.Id, Cancellation)).IsDone);
        (await filters.DeleteAsync(administrator, seen.Id, Cancellation)).EnsureDone();
        Assert.Empty(await filters.ListAsync(owner, Cancellation));

        // Who only looks keeps filters, and shares none.
        Assert.NotNull((await filters.AddAsync(viewer, "Mine", Gate, isShared: true, Cancellation)).Errors["IsShared"]);
        (await filters.AddAsync(viewer, "Mine", Gate, isShared: false, Cancellation)).EnsureDone();
    }

    [Fact]
    public async Task Filter_SharedThatNamesASiteOrACamera_IsSeenByWhoSeesThem()
    {
        await using var world = await InboxWorld.CreateAsync();
        var filters = Filters(world);
        var owner = await world.PersonAsync(Roles.Operator);
        (await filters.AddAsync(owner, "Camera", $"camera={world.HarbourCamera}", isShared: true, Cancellation)).EnsureDone();
        (await filters.AddAsync(owner, "Named", "where=any(plate.has.A,camera.eq.Quay)", true, Cancellation)).EnsureDone();
        (await filters.AddAsync(owner, "Any", Gate, isShared: true, Cancellation)).EnsureDone();
        var limited = await world.PersonAsync(Roles.Viewer, SiteRow.DefaultId);
        Assert.Equal(["Any"], (await filters.ListAsync(limited, Cancellation)).Select(filter => filter.Name));
        Assert.Equal(3, (await filters.ListAsync(await world.PersonAsync(Roles.Viewer), Cancellation)).Count);
    }

    [Fact]
    public async Task Filter_WithAWrongName_IsRefusedAtTheField()
    {
        await using var world = await InboxWorld.CreateAsync();
        var filters = Filters(world);
        var owner = await world.PersonAsync(Roles.Viewer);
        Assert.NotNull((await filters.AddAsync(owner, "  ", Gate, false, Cancellation)).Errors["Name"]);
        Assert.NotNull((await filters.AddAsync(owner, new string('n', 61), Gate, false, Cancellation)).Errors["Name"]);
        (await filters.AddAsync(owner, "Gate", Gate, false, Cancellation)).EnsureDone();
        Assert.Contains("already", (await filters.AddAsync(owner, "Gate", Gate, false, Cancellation)).Errors["Name"]);
        Assert.False((await filters.AddAsync(new ClaimsPrincipal(), "Gate", Gate, false, Cancellation)).IsDone);
    }

    private static SavedFilterStore Filters(InboxWorld world) =>
        new(world.Alerts.Database.Factory, new CameraDirectory(TimeProvider.System), world.Accounts, KeptFilter.Condition);
}
