using System.Text;
using Dashboard.Domain.Alerts;
using Dashboard.Alerts.Lists;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Alerts.Lists;

public sealed class AlertListImportTests
{
    private const string Header = "Plate Number,Description,State/Province\r\n";

    [Theory, ProviderData]
    public async Task Import_OverAListWithEntries_MakesItTheFileAndSaysWhatChanged(string provider)
    {
        await using var world = await World.CreateAsync(provider);
        Assert.Equal((3, 0, 0, 0), await world.ImportAsync(Header + "b 2,second\r\na1,first,ny\r\nC*?,\"a \"\"star\"\",\r\nand more\",\r\n"));
        Assert.Equal(
            (1, 1, 1, 1),
            await world.ImportAsync("\uFEFF\"plate number\",description,state/province\na-1,first,ny\nB2,changed\nD4\n\nD4,the last counts\n"));
        Assert.Equal([("A1", "first", "ny"), ("B2", "changed", ""), ("D4", "the last counts", "")], await world.EntriesAsync());
        var list = (await world.Store.FindAsync(world.ListId, Cancellation))!;
        Assert.Equal((3, 3L), (list.EntryCount, list.Revision));

        // Again the same, then nothing but the header.
        Assert.Equal((0, 0, 3, 0), await world.ImportAsync(Header + "A1,first,ny\nB2,changed\nD4,the last counts\n"));

        // Another way to write a plate is taken over; the plain one takes nothing away.
        Assert.Equal((0, 0, 3, 0), await world.ImportAsync(Header + "Á-1,first,ny\nB2,changed\nD4,the last counts\n"));
        Assert.Equal((0, 0, 3, 0), await world.ImportAsync(Header + "A1,first,ny\nB2,changed\nD4,the last counts\n"));
        Assert.Equal(Header + "Á-1,first,ny\r\nB2,changed,\r\nD4,the last counts,\r\n", Encoding.UTF8.GetString(await world.ExportAsync()));
        Assert.Equal((0, 0, 0, 3), await world.ImportAsync(Header));
        Assert.Empty(await world.EntriesAsync());
    }

    [Theory, ProviderData]
    public async Task Apply_OnlyAdding_LeavesWhatIsThere(string provider)
    {
        await using var world = await World.CreateAsync(provider);
        await world.ImportAsync(Header + "B2,second\nC3,third\n");
        using var plan = (await world.Import.PlanAsync(
            world.ListId, Stream(Header + "A1,new\nB2,changed\nD4,new\n"), cancellationToken: Cancellation)).Value;
        Assert.Equal((2, 1, 0, 1), (plan.Result.Added, plan.Result.Modified, plan.Result.Unmodified, plan.Result.Deleted));
        Assert.Equal((2, 0, 2, 0), (plan.OnlyAdding.Added, plan.OnlyAdding.Modified, plan.OnlyAdding.Unmodified, plan.OnlyAdding.Deleted));

        var done = (await world.Import.ApplyAsync(plan, leaveOutWrong: false, onlyAdd: true, Cancellation)).Value;
        Assert.Equal((2, 0, 2, 0), (done.Added, done.Modified, done.Unmodified, done.Deleted));
        Assert.Equal([("A1", "new", ""), ("B2", "second", ""), ("C3", "third", ""), ("D4", "new", "")], await world.EntriesAsync());
        Assert.Equal(4, (await world.Store.FindAsync(world.ListId, Cancellation))!.EntryCount);

        // Nothing of the file is on the list, and the list stays all the same.
        using var others = (await world.Import.PlanAsync(world.ListId, Stream(Header + "E5,new\n"), cancellationToken: Cancellation)).Value;
        Assert.True((await world.Import.ApplyAsync(others, leaveOutWrong: false, onlyAdd: true, Cancellation)).Value.IsDone);
        Assert.Equal(["A1", "B2", "C3", "D4", "E5"], (await world.EntriesAsync()).Select(entry => entry.Plate));
    }

    [Theory, ProviderData]
    public async Task Plan_TellsWhatWouldChange_AndChangesNothingUntilItIsApplied(string provider)
    {
        await using var world = await World.CreateAsync(provider);
        await world.ImportAsync(Header + "A1,first\nB2,second\nC3,third\n");
        using var plan = (await world.Import.PlanAsync(
            world.ListId, Stream(Header + "A1,first\nB2,changed\nD4,new\n"), cancellationToken: Cancellation)).Value;
        var result = plan.Result;
        Assert.Equal((1, 1, 1, 1, false), (result.Added, result.Modified, result.Unmodified, result.Deleted, plan.ChangesNothing));
        var (before, after) = Assert.Single(plan.Sample.Modified);
        Assert.Equal(("second", "changed"), (before.Description, after.Description));
        Assert.Equal(("D4", "C3"), (Assert.Single(plan.Sample.Added).Plate, Assert.Single(plan.Sample.Deleted).Plate));
        Assert.Equal(["A1", "B2", "C3"], (await world.EntriesAsync()).Select(entry => entry.Plate));

        // The list goes on while somebody looks: what the file says counts.
        await world.ImportAsync(Header + "E5,meanwhile\n");
        Assert.True((await world.Import.ApplyAsync(plan, leaveOutWrong: false, onlyAdd: false, Cancellation)).Value.IsDone);
        Assert.Equal([("A1", "first", ""), ("B2", "changed", ""), ("D4", "new", "")], await world.EntriesAsync());

        using var same = (await world.Import.PlanAsync(
            world.ListId, Stream(Header + "D4,new\nB2,changed\nA1,first\n"), cancellationToken: Cancellation)).Value;
        Assert.True(same.ChangesNothing);
        using var wrong = (await world.Import.PlanAsync(world.ListId, Stream(Header + "!\n"), cancellationToken: Cancellation)).Value;
        Assert.False((await world.Import.ApplyAsync(wrong, leaveOutWrong: false, onlyAdd: false, Cancellation)).Value.IsDone);
        Assert.False((await world.Import.ApplyAsync(wrong, leaveOutWrong: true, onlyAdd: false, Cancellation)).Value.IsDone);

        // Of a file with wrong lines, the others are compared; they are applied where that is asked for.
        using var mixed =
            (await world.Import.PlanAsync(world.ListId, Stream(Header + "A1,first\n!,no\nF6,new\n"), cancellationToken: Cancellation)).Value;
        Assert.Equal((1, 2, 1, true), (mixed.Result.Added, mixed.Result.Deleted, mixed.Result.ErrorCount, mixed.HasRightBesideWrong));
        Assert.False((await world.Import.ApplyAsync(mixed, leaveOutWrong: false, onlyAdd: false, Cancellation)).Value.IsDone);
        Assert.Equal(3, (await world.EntriesAsync()).Count);
        var applied = (await world.Import.ApplyAsync(mixed, leaveOutWrong: true, onlyAdd: false, Cancellation)).Value;
        Assert.Equal((1, 2, 1, true, true), (applied.Added, applied.Deleted, applied.ErrorCount, applied.IsDone, applied.HasLeftOut));
        Assert.Equal(["A1", "F6"], (await world.EntriesAsync()).Select(entry => entry.Plate));
    }

    /// <summary>Whoever takes their time to read a list keeps no connection, and SQLite's log can be emptied meanwhile.</summary>
    [Theory, ProviderData]
    public async Task Export_OfALongListThatIsReadSlowly_HoldsNothingOfTheDatabase(string provider)
    {
        await using var world = await World.CreateAsync(provider);
        var lines = Enumerable.Range(0, 4500).Select(number => $"P{number:00000},{new string('x', 40)},\r\n");
        await world.ImportAsync(Header + string.Concat(lines.Reverse()));
        using var to = new SlowReader(() => provider == "Sqlite" ? world.IsLogFreeAsync() : Task.FromResult(true));
        await world.Import.ExportAsync(world.ListId, to, Cancellation);
        Assert.True(to.Writes > 2);
        Assert.True(to.WasAlwaysFree);
        Assert.Equal(Header + string.Concat(lines), Encoding.UTF8.GetString(to.ToArray()));
    }

    [Theory, ProviderData]
    public async Task Export_OfAnyText_IsReadBackAsItWas(string provider)
    {
        await using var world = await World.CreateAsync(provider);
        await world.ImportAsync(Header + "A*1?,\"=1+1, \"\"x\"\"\",-NY\r\nB2,\"two\r\nlines ü\",\r\n");
        var text = Encoding.UTF8.GetString(await world.ExportAsync());
        Assert.Equal(Header + "A*1?,\"'=1+1, \"\"x\"\"\",'-NY\r\nB2,\"two\r\nlines ü\",\r\n", text);
        Assert.Equal((0, 0, 2, 0), await world.ImportAsync(text));
    }

    [Fact]
    public async Task Import_WithWrongLines_NamesThemAndLeavesTheList()
    {
        await using var world = await World.CreateAsync("Sqlite");
        await world.ImportAsync(Header + "A1,first\n");
        var result = (await world.Import.ImportAsync(world.ListId, Stream(
            Header
                + "B2,ok\n,nothing\nЖ1,x\n1234567890123456,long\nC3,\"two\nlines\",ok\nD4,"
                + new string('x', 1001)
                + "\nE5,a,b,c\nF\"6,x\n"), cancellationToken: Cancellation)).Value;
        Assert.Equal([3, 4, 5, 8, 9, 10], result.Errors.Select(error => error.Line));
        Assert.Contains("missing", result.Errors[0].Message);
        Assert.Contains("'Ж'", result.Errors[1].Message);
        Assert.Contains("at most 15", result.Errors[2].Message);
        Assert.Contains("at most 1000", result.Errors[3].Message);
        Assert.Equal([("A1", "first", "")], await world.EntriesAsync());

        var many = (await world.Import.ImportAsync(
            world.ListId, Stream(Header + string.Concat(Enumerable.Repeat("!\n", 500))), cancellationToken: Cancellation)).Value;
        Assert.Equal((100, 500, false), (many.Errors.Count, many.ErrorCount, many.IsDone));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("plate;text\nA1;x\n", "the column “text”")]
    [InlineData("Plate Number,Description,State/Province\nA1,\"never closed\nB2,x\n", "quotation mark")]
    public async Task Import_OfAnotherFile_IsRefusedWithTheReason(string file, string reason)
    {
        await using var world = await World.CreateAsync("Sqlite");
        var result = (await world.Import.ImportAsync(
            world.ListId,
            Stream(file.Contains("never", StringComparison.Ordinal) ? file + new string('x', 30_000) : file),
            cancellationToken: Cancellation)).Value;
        Assert.Contains(reason, Assert.Single(result.Errors).Message);
        Assert.Contains("no such list", (await world.Import.ImportAsync(99, Stream(Header), cancellationToken: Cancellation)).Refusal);
    }

    [Trait("Category", "Thorough")]
    [Theory, ProviderData]
    public async Task Import_OfManyRowsInAnyOrder_IsWhatTheLastOfEachPlateSays(string provider)
    {
        await using var world = await World.CreateAsync(provider);
        var random = new Random(3);
        for (var round = 0; round < 2; round++)
        {
            var rows = Enumerable.Range(0, 120_000).Select(n => (Plate: $"P{random.Next(100_000)}", Text: $"{n % 7}")).ToList();
            var expected = rows.GroupBy(row => row.Plate).ToDictionary(group => group.Key, group => group.Last().Text);
            var before = (await world.EntriesAsync()).ToDictionary(entry => entry.Plate, entry => entry.Description);
            var progress = new Heard();
            var result = (await world.Import.ImportAsync(
                world.ListId, Stream(Header + string.Concat(rows.Select(row => $"{row.Plate},{row.Text}\n"))), progress, Cancellation)).Value;
            Assert.Equal(expected.Count(entry => !before.ContainsKey(entry.Key)), result.Added);
            Assert.Equal(expected.Count(entry => before.TryGetValue(entry.Key, out var text) && text != entry.Value), result.Modified);
            Assert.Equal(before.Keys.Count(plate => !expected.ContainsKey(plate)), result.Deleted);
            Assert.Equal(expected.Count, result.Added + result.Modified + result.Unmodified);
            Assert.Equal(expected, (await world.EntriesAsync()).ToDictionary(entry => entry.Plate, entry => entry.Description));
            Assert.Equal(rows.Count, progress.Last);
        }
    }

    [Fact]
    public async Task Import_StoppedOnTheWay_LeavesTheList()
    {
        await using var world = await World.CreateAsync("Sqlite");
        await world.ImportAsync(Header + "A1,first\n");
        using var stop = new CancellationTokenSource();
        var progress = new Heard { Then = stop.Cancel };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            world.Import.ImportAsync(
                world.ListId, Stream(Header + string.Concat(Enumerable.Range(0, 5000).Select(n => $"B{n}\n"))), progress, stop.Token));
        Assert.Equal([("A1", "first", "")], await world.EntriesAsync());
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));

    private sealed class Heard : IProgress<long>
    {
        public long Last { get; private set; }

        public Action? Then { get; init; }

        public void Report(long value)
        {
            Last = value;
            Then?.Invoke();
        }
    }

    private sealed class SlowReader(Func<Task<bool>> isFree) : MemoryStream
    {
        public int Writes { get; private set; }

        public bool WasAlwaysFree { get; private set; } = true;

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            WasAlwaysFree &= await isFree();
            await base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class World(TestDatabase database, AlertListStore store, int listId) : IAsyncDisposable
    {
        public AlertListStore Store => store;

        public int ListId => listId;

        public AlertListImport Import { get; } = new(database.Factory, store);

        public static async Task<World> CreateAsync(string provider)
        {
            var database = await TestDatabase.CreateAsync(provider);
            var store = new AlertListStore(database.Factory, TimeProvider.System);
            return new World(database, store, (await store.AddAsync(new AlertList { Name = "Stolen" })).Value.Id);
        }

        public async Task<(int Added, int Modified, int Unmodified, int Deleted)> ImportAsync(string text)
        {
            var result = (await Import.ImportAsync(listId, Stream(text))).Value;
            Assert.True(result.IsDone, string.Join('\n', result.Errors));
            return (result.Added, result.Modified, result.Unmodified, result.Deleted);
        }

        public async Task<byte[]> ExportAsync()
        {
            using var to = new MemoryStream();
            await Import.ExportAsync(listId, to);
            return to.ToArray();
        }

        /// <summary>Whether all of SQLite's log could be put into its file, which a reader that has not ended prevents.</summary>
        public async Task<bool> IsLogFreeAsync()
        {
            await using var db = await database.Factory.CreateDbContextAsync();
            await db.Database.OpenConnectionAsync();
            await db.Database.ExecuteSqlAsync($"UPDATE \"AlertLists\" SET \"Name\" = \"Name\" || 'x'");
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
            await using var row = await command.ExecuteReaderAsync();
            return await row.ReadAsync() && row.GetInt64(1) == row.GetInt64(2);
        }

        public async Task<IReadOnlyList<(string Plate, string Description, string Region)>> EntriesAsync()
        {
            await using var db = await database.Factory.CreateDbContextAsync();
            return [.. db.AlertEntries.Where(entry => entry.ListId == listId).AsEnumerable().OrderBy(entry => entry.Plate, StringComparer.Ordinal)
                .Select(entry => (entry.Plate, entry.Description, entry.Region))];
        }

        public ValueTask DisposeAsync() => database.DisposeAsync();
    }
}
