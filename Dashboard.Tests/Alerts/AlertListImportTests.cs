using System.Text;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts;

/// <summary>Lists and their CSV, on every provider.</summary>
public sealed class AlertListImportTests
{
    [Theory, ProviderData]
    public async Task Import_Twice_CountsWhatChanged_AndExportsTheSame(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (lists, import) = (new AlertListStore(database.Factory, TimeProvider.System), new AlertListImport(database.Factory));
        var list = await lists.CreateAsync("Wanted", Sight.All);

        var first = await import.ImportAsync(list.Id, Csv("ab-12 cd,Stolen,MO\r\nZZ9*,\"Says \"\"hi\"\", often\",\r\nQQ1,,\r\n"));
        Assert.Equal((3, 0, 0, 0), (first.Added, first.Modified, first.Unmodified, first.Deleted));
        var second = await import.ImportAsync(list.Id, Csv("AB12CD,Found,MO\r\nZZ9*,\"Says \"\"hi\"\", often\",\r\nNEW1,first,\r\nNEW1,last,\r\n"));
        Assert.Equal((1, 1, 1, 1), (second.Added, second.Modified, second.Unmodified, second.Deleted));

        using var exported = new MemoryStream();
        await import.ExportAsync(list.Id, exported);
        Assert.Equal(
            "Plate Number,Description,State/Province\r\nAB12CD,Found,MO\r\nNEW1,last,\r\nZZ9*,\"Says \"\"hi\"\", often\",\r\n",
            Encoding.UTF8.GetString(exported.ToArray()));
        var stored = await lists.FindAsync(list.Id, Sight.All);
        Assert.Equal((3, 2L), (stored!.EntryCount, stored.Revision));

        var emptied = await import.ImportAsync(list.Id, Csv(""));
        Assert.Equal((0, 3), (emptied.Added, emptied.Deleted));
    }

    [Theory, ProviderData]
    public async Task Import_WithWrongLines_LeavesTheListAsItWas(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var (lists, import) = (new AlertListStore(database.Factory, TimeProvider.System), new AlertListImport(database.Factory));
        var list = await lists.CreateAsync("Wanted", Sight.All);
        await import.ImportAsync(list.Id, Csv("AB1,,\r\n"));

        var result = await import.ImportAsync(list.Id, Csv($"CD2,,\r\n,no plate,\r\nABCDEFGHIJKLMNOP,,\r\nEF3,{new string('x', 1001)},\r\n***,,\r\n"));
        Assert.False(result.IsDone);
        Assert.Equal([3, 4, 5, 6], result.Errors.Select(error => error.Line));
        var header = await import.ImportAsync(list.Id, new MemoryStream("Plate;Text\r\nAB1;x\r\n"u8.ToArray()));
        Assert.Equal(1, Assert.Single(header.Errors).Line);

        await using var db = await database.Factory.CreateDbContextAsync();
        Assert.Equal("AB1", Assert.Single(await db.AlertEntries.ToListAsync()).Plate);
        Assert.Equal(1, await db.AlertLists.CountAsync());
    }

    [Fact]
    public async Task Create_NameTwice_IsRefused()
    {
        await using var database = await TestDatabase.CreateAsync("Sqlite");
        var lists = new AlertListStore(database.Factory, TimeProvider.System);
        await lists.CreateAsync("Wanted", Sight.All);
        await Assert.ThrowsAsync<AlertListRejectedException>(() => lists.CreateAsync(" wanted ", Sight.All));
        await Assert.ThrowsAsync<AlertListRejectedException>(() => lists.CreateAsync("", Sight.All));
    }

    private static MemoryStream Csv(string rows) => new(Encoding.UTF8.GetBytes("\uFEFF" + AlertListImport.Header + "\r\n" + rows));
}
