using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Web.Pages.AlertLists;
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
    public async Task List_ChangedByTwoAtOnce_IsWhatBothMadeOfIt(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var store = new AlertListStore(database.Factory, TimeProvider.System);
        var added = (await store.AddAsync(new AlertList { Name = "Stolen", Recipients = "a@example.com, b@example.com" }, Cancellation)).Value;
        var (one, other) = (await FormAsync(), await FormAsync());
        one.IsActive = false;
        one.Set(DayOfWeek.Sunday, false);
        one.IsForAllSites = false;
        one.Set(SiteRow.DefaultId, true);
        one.RepeatMinutes = 5;
        await SaveAsync(one);
        other.Recipients += ", c@example.com";
        (other.IsAllDay, other.Color, other.RepeatMinutes) = (false, AlertListColor.Blue, 10);
        await SaveAsync(other);

        var found = (await store.FindAsync(added.Id, Cancellation))!;
        Assert.Equal(
            (false, new AlertSchedule(126, 8 * 60, 18 * 60), AlertListColor.Blue, 10),
            (found.IsActive, found.Schedule, found.Color, found.RepeatMinutes));
        Assert.Equal(("a@example.com,b@example.com,c@example.com", SiteRow.DefaultId), (found.Recipients, Assert.Single(found.Sites).SiteId));

        async Task<AlertListForm> FormAsync() => new((await store.FindAsync(added.Id, Cancellation))!);

        async Task SaveAsync(AlertListForm form) => (await store.UpdateAsync(form.ToList(), form.Loaded, Cancellation)).EnsureDone();
    }

    [Theory, ProviderData]
    public async Task Entry_ChangedByTwoAtOnce_IsWhatBothMadeOfIt(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var list = (await new AlertListStore(database.Factory, TimeProvider.System).AddAsync(new AlertList { Name = "Stolen" }, Cancellation)).Value;
        var entries = new AlertEntryStore(database.Factory);
        await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ab-12", Description = "Red van" }, Cancellation);
        var loaded = await FindAsync();
        await SaveAsync(entry => entry.Plate = "xy-98");
        await SaveAsync(entry => entry.Description = "Blue van");

        // The plate that both had before is somebody else's by now.
        await entries.AddAsync(new AlertEntry { ListId = list.Id, Plate = "ab 12" }, Cancellation);
        await SaveAsync(entry => entry.Region = "NY");
        Assert.Equal(("xy-98", "Blue van", "NY"), Texts(await FindAsync()));
        await SaveAsync(entry => entry.Description = "Green van");
        Assert.Equal(("xy-98", "Green van", "NY"), Texts(await FindAsync()));

        async Task<AlertEntry> FindAsync() => AlertEntryStore.AsTyped(
            (await entries.PageAsync(list.Id, "van", cancellationToken: Cancellation)).Rows.Single());

        async Task SaveAsync(Action<AlertEntry> change)
        {
            var wanted = AlertEntryStore.AsTyped(loaded);
            change(wanted);
            (await entries.UpdateAsync(wanted, loaded, Cancellation)).EnsureDone();
        }

        static (string Plate, string Description, string Region) Texts(AlertEntry entry) => (entry.Plate, entry.Description, entry.Region);
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
