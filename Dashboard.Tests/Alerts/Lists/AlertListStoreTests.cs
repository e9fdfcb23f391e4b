using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts.Lists;

public sealed class AlertListStoreTests
{
    [Theory, ProviderData]
    public async Task List_NewByName_HasTheUsualSettingsAndAnotherNameThanAllOthers(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var list = (await store.AddAsync(new AlertList { Name = " Stolen " }, Cancellation)).Value;
        var found = (await store.FindAsync(list.Id, Cancellation))!;
        Assert.Equal(
            ("Stolen", AlertListType.Black, MatchStrategy.Exact, true, AlertSchedule.Always, 0, ""),
            (found.Name, found.ListType, found.MatchStrategy, found.IsActive, found.Schedule, found.Sites.Count, found.Recipients));

        var other = (await store.AddAsync(new AlertList { Name = "Staff" }, Cancellation)).Value;
        var refused = await store.AddAsync(new AlertList { Name = "sTOLEN" }, Cancellation);
        Assert.Equal([nameof(AlertList.Name)], refused.Errors.Fields);
        other.Name = "stolen";
        Assert.False((await store.UpdateAsync(other, Cancellation)).IsDone);
        other.Name = "staff";
        (await store.UpdateAsync(other, Cancellation)).EnsureDone();
        Assert.Equal(["staff", "Stolen"], (await store.ListAsync(Cancellation)).Select(one => one.Name));
    }

    [Theory, ProviderData]
    public async Task List_Changed_ComesBackWholeAndCountsUp(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var list = (await store.AddAsync(new AlertList { Name = "Staff" }, Cancellation)).Value;
        list.ListType = AlertListType.White;
        list.MatchStrategy = MatchStrategy.Lenient;
        list.MinCandidatePercent = 15;
        list.Schedule = new AlertSchedule(62, 22 * 60, 6 * 60);
        list.Recipients = "a@example.com; b@example.com\nA@example.com";
        list.Sites = [new AlertListSite { SiteId = SiteRow.DefaultId }];
        (await store.UpdateAsync(list, Cancellation)).EnsureDone();
        var found = (await store.FindAsync(list.Id, Cancellation))!;
        Assert.Equal(
            (list.Schedule, 15, "a@example.com,b@example.com", SiteRow.DefaultId),
            (found.Schedule, found.MinCandidatePercent, found.Recipients, Assert.Single(found.Sites).SiteId));
        Assert.True(found.Revision > list.Revision);

        list.Recipients = "nobody";
        list.MinCandidatePercent = 101;
        list.Schedule = default;
        list.Sites = [new AlertListSite { SiteId = 99 }];
        var refused = await store.UpdateAsync(list, Cancellation);
        Assert.Equal(
            [nameof(AlertList.MinCandidatePercent), nameof(AlertList.Recipients), nameof(AlertList.Schedule), nameof(AlertList.Sites)],
            refused.Errors.Fields.Order());
    }

    [Theory, ProviderData]
    public async Task Entries_AddedChangedAndDeleted_AreCountedAndOnceAList(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var entries = new AlertEntryStore(database.Factory);
        var list = (await store.AddAsync(new AlertList { Name = "Stolen" }, Cancellation)).Value;
        var entry = (await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ab-12 *", Description = " red van " }, Cancellation)).Value;
        Assert.Equal(("AB12*", "red van"), (entry.Plate, entry.Description));
        var second = (await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "zz9" }, Cancellation)).Value;
        var twice = await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ZZ 9" }, Cancellation);
        Assert.Equal([nameof(AlertEntry.Plate)], twice.Errors.Fields);
        second.Plate = "ab12*";
        Assert.False((await entries.UpdateAsync(second, Cancellation)).IsDone);
        second.Plate = "zz8";
        (await entries.UpdateAsync(second, Cancellation)).EnsureDone();

        var before = (await store.FindAsync(list.Id, Cancellation))!;
        Assert.Equal(2, before.EntryCount);
        Assert.Equal(["AB12*", "ZZ8"], (await entries.PageAsync(list.Id, "", cancellationToken: Cancellation)).Rows.Select(row => row.Plate));
        Assert.Equal(["AB12*"], (await entries.PageAsync(list.Id, "Red V", cancellationToken: Cancellation)).Rows.Select(row => row.Plate));
        Assert.Equal(["ZZ8"], (await entries.PageAsync(list.Id, "z-z", cancellationToken: Cancellation)).Rows.Select(row => row.Plate));
        var last = await entries.PageAsync(list.Id, null, 99, 1, Cancellation);
        Assert.Equal((2, 2, 2), (last.Page, last.PageCount, last.Total));

        await entries.DeleteAsync(list.Id, second.Id, Cancellation);
        await entries.DeleteAsync(list.Id, second.Id, Cancellation);
        var after = (await store.FindAsync(list.Id, Cancellation))!;
        Assert.Equal((1, before.Revision + 1), (after.EntryCount, after.Revision));

        var others = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            others.Add((await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = $"N{i}" }, Cancellation)).Value.Id);
        }

        Assert.Equal(2, await entries.DeleteAsync(list.Id, [others[0], others[2], -1], Cancellation));
        Assert.Equal(2, (await store.FindAsync(list.Id, Cancellation))!.EntryCount);

        Assert.True(await store.DeleteAsync(list.Id, Cancellation));
        Assert.False(await store.DeleteAsync(list.Id, Cancellation));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(0, await db.AlertEntries.CountAsync(Cancellation));
        Assert.False((await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "A" }, Cancellation)).IsDone);
    }
}
