using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts.Lists;

public sealed class AlertListStoreTests
{
    [Theory, ProviderData]
    public async Task List_NewByName_HasTheUsualSettingsAndAnotherNameThanAllOthers(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var changes = 0;
        store.Changed += () => changes++;
        var list = (await store.AddAsync(" Stolen ")).Value;
        var found = (await store.FindAsync(list.Id))!;
        Assert.Equal(
            ("Stolen", AlertListType.Black, MatchStrategy.Exact, true, AlertSchedule.Always, 0, ""),
            (found.Name, found.ListType, found.MatchStrategy, found.IsActive, found.Schedule, found.Sites.Count, found.Recipients));

        var other = (await store.AddAsync("Staff")).Value;
        var refused = await store.AddAsync("sTOLEN");
        Assert.Equal([nameof(AlertList.Name)], refused.Errors.Fields);
        Assert.False((await store.RenameAsync(other.Id, "stolen")).IsDone);
        (await store.RenameAsync(other.Id, "staff")).EnsureDone();
        Assert.Equal(["staff", "Stolen"], (await store.ListAsync()).Select(one => one.Name));
        Assert.Equal(3, changes);
    }

    [Theory, ProviderData]
    public async Task List_Changed_ComesBackWholeAndCountsUp(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var list = (await store.AddAsync("Staff")).Value;
        list.ListType = AlertListType.White;
        list.MatchStrategy = MatchStrategy.Lenient;
        list.Schedule = new AlertSchedule(62, 22 * 60, 6 * 60);
        list.Recipients = "a@example.com; b@example.com\nA@example.com";
        list.Sites = [new AlertListSite { SiteId = SiteRow.DefaultId }];
        (await store.UpdateAsync(list)).EnsureDone();
        var found = (await store.FindAsync(list.Id))!;
        Assert.Equal(
            (list.Schedule, "a@example.com,b@example.com", SiteRow.DefaultId), (found.Schedule, found.Recipients, Assert.Single(found.Sites).SiteId));
        Assert.True(found.Revision > list.Revision);

        list.Recipients = "nobody";
        list.Schedule = default;
        list.Sites = [new AlertListSite { SiteId = 99 }];
        var refused = await store.UpdateAsync(list);
        Assert.Equal([nameof(AlertList.Recipients), nameof(AlertList.Schedule), nameof(AlertList.Sites)], refused.Errors.Fields.Order());
    }

    [Theory, ProviderData]
    public async Task Entries_AddedChangedAndDeleted_AreCountedAndOnceAList(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var entries = new AlertEntryStore(database.Factory, store);
        var list = (await store.AddAsync("Stolen")).Value;
        var entry = (await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ab-12 *", Description = " red van " })).Value;
        Assert.Equal(("AB12*", "red van"), (entry.Plate, entry.Description));
        var second = (await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "zz9" })).Value;
        var twice = await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ZZ 9" });
        Assert.Equal([nameof(AlertEntry.Plate)], twice.Errors.Fields);
        second.Plate = "ab12*";
        Assert.False((await entries.UpdateAsync(second)).IsDone);
        second.Plate = "zz8";
        (await entries.UpdateAsync(second)).EnsureDone();

        var before = (await store.FindAsync(list.Id))!;
        Assert.Equal(2, before.EntryCount);
        Assert.Equal(["AB12*", "ZZ8"], (await entries.PageAsync(list.Id, "")).Rows.Select(row => row.Plate));
        Assert.Equal(["AB12*"], (await entries.PageAsync(list.Id, "Red V")).Rows.Select(row => row.Plate));
        Assert.Equal(["ZZ8"], (await entries.PageAsync(list.Id, "z-z")).Rows.Select(row => row.Plate));
        var last = await entries.PageAsync(list.Id, null, 99, 1);
        Assert.Equal((2, 2, 2), (last.Page, last.PageCount, last.Total));

        await entries.DeleteAsync(list.Id, second.Id);
        await entries.DeleteAsync(list.Id, second.Id);
        var after = (await store.FindAsync(list.Id))!;
        Assert.Equal((1, before.Revision + 1), (after.EntryCount, after.Revision));

        Assert.True(await store.DeleteAsync(list.Id));
        Assert.False(await store.DeleteAsync(list.Id));
        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.Equal(0, await db.AlertEntries.CountAsync());
        Assert.False((await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "A" })).IsDone);
    }
}
