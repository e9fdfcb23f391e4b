using System.Globalization;
using System.Text;
using Dashboard.Domain;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>
/// Replaces the entries of a list by those of a file, all or nothing, and writes them into one. However long either is, little of it is held in
/// memory, and the database is written to only for what differs.
/// </summary>
internal sealed class AlertListImport(IDbContextFactory<DashboardDbContext> factory, AlertListStore lists)
{
    private const int Attempts = 5;

    private const string NoSuchList = "There is no such list; it may have been deleted.";

    // SQLite looks each parameter up among all of its statement: with 500 rows that took a quarter of an import. Fewer cost a network's round trips.
    private const int MaxInsertBatch = 100;

    // Within the least number of parameters of a statement that a provider takes, which is SQL Server's 2100.
    private const int MaxDeleteBatch = 1000;

    // Of the order of plates, as of the files'; only PostgreSQL and SQL Server have others.
    private const int ExportBatch = 2000;
    private const string PostgreSqlBytes = "C";
    private const string SqlServerBytes = "Latin1_General_100_BIN2";

    /// <summary>
    /// Reads a file and makes the list be just that. With wrong lines, or where it is stopped, the list stays as it was.
    /// Refused where there is no such list.
    /// </summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="progress">Hears how many rows are read; null: nobody.</param>
    public Task<ChangeResult<ImportResult>> ImportAsync(
        int listId, Stream file, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        ImportAsync(listId, file, leaveOutWrong: false, progress, cancellationToken);

    /// <inheritdoc cref="ImportAsync(int, Stream, IProgress{long}?, CancellationToken)"/>
    /// <param name="leaveOutWrong">Lines that are wrong are left out; a file without any that is right is refused all the same.</param>
    public async Task<ChangeResult<ImportResult>> ImportAsync(
        int listId, Stream file, bool leaveOutWrong, IProgress<long>? progress, CancellationToken cancellationToken) =>
        await lists.FindAsync(listId, cancellationToken) is null
            ? new FieldErrors(NoSuchList)
            : await ReadAsync(file, leaveOutWrong, progress, read => StoreAsync(listId, read, onlyAdd: false, cancellationToken), cancellationToken);

    /// <summary>The same for the list of a name, which is made where there is none; with wrong lines it is not.</summary>
    /// <param name="type">What it is if it is made, black unless given. A list of the other type is refused.</param>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="leaveOutWrong">Lines that are wrong are left out; a file without any that is right is refused all the same.</param>
    /// <param name="onlyAdd">What is on the list already stays as it is.</param>
    /// <param name="progress">Hears how many rows are read; null: nobody.</param>
    public async Task<ChangeResult<ImportResult>> ImportAsync(
        string name,
        AlertListType? type,
        Stream file,
        bool leaveOutWrong,
        bool onlyAdd,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        var all = await lists.ListAsync(cancellationToken);
        if (all.FirstOrDefault(list => string.Equals(list.Name, name, StringComparison.OrdinalIgnoreCase)) is { } known)
        {
            return type is { } wanted && wanted != known.ListType
                ? new FieldErrors($"The list '{known.Name}' already exists, as a {known.ListType.ToString().ToLowerInvariant()} list.")
                : await ReadAsync(file, leaveOutWrong, progress, read => StoreAsync(known.Id, read, onlyAdd, cancellationToken), cancellationToken);
        }

        var list = new AlertList { Name = name, ListType = type ?? AlertListType.Black };
        return AlertListRules.Check(list, [], []) is { Count: > 0 } errors
            ? errors
            : await ReadAsync(file, leaveOutWrong, progress, read => StoreNewAsync(list, read.Rows, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Writes the entries by plate, as an import reads them; UTF-8 without a mark. False, and nothing written, where there is no such list.
    /// </summary>
    public async Task<bool> ExportAsync(int listId, Stream to, CancellationToken cancellationToken = default)
    {
        if (await lists.FindAsync(listId, cancellationToken) is null)
        {
            return false;
        }

        await using var text = new StreamWriter(to, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
        await EntryCsv.WriteHeaderAsync(text);
        IReadOnlyList<AlertEntry> some = [];
        do
        {
            // Whoever takes their time to read must not keep a connection, nor SQLite's log from being emptied.
            some = await ReadSomeAsync(listId, some.LastOrDefault()?.Plate, cancellationToken);
            foreach (var entry in some)
            {
                await EntryCsv.WriteAsync(text, entry);
            }
        }
        while (some.Count == ExportBatch);

        await text.FlushAsync(cancellationToken);
        return true;
    }

    /// <summary>Reads a file and tells what it would change, without changing anything. Refused where there is no such list.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="progress">Hears how many rows are read; null: nobody.</param>
    public async Task<ChangeResult<ImportPlan>> PlanAsync(
        int listId, Stream file, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        if (await lists.FindAsync(listId, cancellationToken) is null)
        {
            return new FieldErrors(NoSuchList);
        }

        var read = await ReadEntries.ReadAsync(file, progress, cancellationToken);
        try
        {
            if (read.IsUseless)
            {
                return new ImportPlan(listId, read, read.ToRefusal(), new ImportSample());
            }

            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            var difference = await ListDifference.FindAsync(InOrder(db, listId), read.Rows, onlyAdd: false, cancellationToken);
            return new ImportPlan(listId, read, read.AddTo(difference.ToResult()), difference.Sample);
        }
        catch
        {
            read.Dispose();
            throw;
        }
    }

    /// <summary>Makes a list be what the file of a plan says, whatever has become of the list meanwhile.</summary>
    /// <param name="plan">What was found in the file.</param>
    /// <param name="leaveOutWrong">Lines that are wrong are left out; otherwise nothing is done where there are any.</param>
    /// <param name="onlyAdd">What is on the list already stays as it is.</param>
    /// <param name="cancellationToken">Stops; then the list is as it was.</param>
    public Task<ChangeResult<ImportResult>> ApplyAsync(ImportPlan plan, bool leaveOutWrong, bool onlyAdd, CancellationToken cancellationToken) =>
        StoreRightAsync(plan.Read, leaveOutWrong, read => StoreAsync(plan.ListId, read, onlyAdd, cancellationToken));

    private static async Task<ChangeResult<ImportResult>> ReadAsync(
        Stream file,
        bool leaveOutWrong,
        IProgress<long>? progress,
        Func<ReadEntries, Task<ChangeResult<ImportResult>>> store,
        CancellationToken cancellationToken)
    {
        using var read = await ReadEntries.ReadAsync(file, progress, cancellationToken);
        return await StoreRightAsync(read, leaveOutWrong, store);
    }

    private static async Task<ChangeResult<ImportResult>> StoreRightAsync(
        ReadEntries read, bool leaveOutWrong, Func<ReadEntries, Task<ChangeResult<ImportResult>>> store)
    {
        if (read.WrongCount > 0 && (!leaveOutWrong || read.IsUseless))
        {
            return read.ToRefusal();
        }

        var stored = await store(read);
        return stored.IsDone ? read.AddTo(stored.Value) with { HasLeftOut = read.WrongCount > 0 } : stored.Errors;
    }

    private async Task<ChangeResult<ImportResult>> StoreNewAsync(AlertList list, SortedEntries rows, CancellationToken cancellationToken)
    {
        var added = await lists.AddAsync(
            list,
            async (db, row) =>
            {
                db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
                await db.WaitForLocksAsync(cancellationToken);
                foreach (var entries in rows.Read().Chunk(MaxInsertBatch))
                {
                    await InsertAsync(db, row.Id, entries, cancellationToken);
                    row.EntryCount += entries.Length;
                }
            },
            cancellationToken);
        return added.IsDone ? new ImportResult(added.Value.EntryCount, 0, 0, 0, [], 0) : added.Errors;
    }

    // What differs is found before the database is written to; that nothing was changed in between, the list's revision tells.
    private async Task<ChangeResult<ImportResult>> StoreAsync(int listId, ReadEntries read, bool onlyAdd, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await db.AlertLists.Where(list => list.Id == listId)
                .Select(list => (long?)list.Revision)
                .SingleOrDefaultAsync(cancellationToken) is not { } revision)
            {
                return new FieldErrors(NoSuchList);
            }

            var difference = await ListDifference.FindAsync(InOrder(db, listId), read.Rows, onlyAdd, cancellationToken);
            if (await ApplyAsync(db, listId, revision, read, difference, cancellationToken))
            {
                return difference.ToResult();
            }
        }

        return new FieldErrors("The list was changed by others meanwhile; try again.");
    }

    private static async Task<bool> ApplyAsync(
        DashboardDbContext db, int listId, long revision, ReadEntries read, ListDifference difference, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(5));
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.WaitForLocksAsync(cancellationToken);
        var count = difference.Count;
        var claimed = await db.AlertLists.Where(list => list.Id == listId && list.Revision == revision).ExecuteUpdateAsync(
            set => set.SetProperty(list => list.Revision, revision + 1).SetProperty(list => list.EntryCount, count), cancellationToken);
        if (claimed == 0)
        {
            return false;
        }

        if (difference.IsAllNew)
        {
            await db.AlertEntries.Where(entry => entry.ListId == listId).ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            foreach (var ids in difference.ToDelete.Chunk(MaxDeleteBatch))
            {
                await db.AlertEntries.Where(entry => ids.Contains(entry.Id)).ExecuteDeleteAsync(cancellationToken);
            }
        }

        foreach (var entries in read.Rows.Read().Where((_, number) => difference.ToInsert[number]).Chunk(MaxInsertBatch))
        {
            await InsertAsync(db, listId, entries, cancellationToken);
        }

        db.Audit(
            AuditAction.Changed, $"alert list {listId}",
            $"File imported: {count} entries now" + (read.WrongCount > 0 ? $"; {read.WrongCount} wrong lines left out" : ""));
        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    // The database numbers the rows. As many rows a statement as it takes: one by one would take minutes over a network.
    private static async Task InsertAsync(DashboardDbContext db, int listId, AlertEntry[] entries, CancellationToken cancellationToken)
    {
        var sql = new StringBuilder("INSERT INTO \"AlertEntries\" (\"ListId\", \"Plate\", \"Written\", \"Description\", \"Region\") VALUES ");
        var values = new object[1 + (entries.Length * 4)];
        values[0] = listId;
        for (var i = 0; i < entries.Length; i++)
        {
            var at = 1 + (i * 4);
            sql.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ", ")}({{0}}, {{{at}}}, {{{at + 1}}}, {{{at + 2}}}, {{{at + 3}}})");
            (values[at], values[at + 1]) = (entries[i].Plate, entries[i].Written);
            (values[at + 2], values[at + 3]) = (entries[i].Description, entries[i].Region);
        }

        await db.Database.ExecuteSqlRawAsync(sql.ToString(), values, cancellationToken);
    }

    private async Task<IReadOnlyList<AlertEntry>> ReadSomeAsync(int listId, string? after, CancellationToken cancellationToken)
    {
        await using var db = await factory.CreateDbContextAsync(cancellationToken);
        var entries = InOrder(db, listId);
        var rest = after is null ? entries : db.Database.ProviderName switch
        {
            "Npgsql.EntityFrameworkCore.PostgreSQL" =>
                entries.Where(entry => string.Compare(EF.Functions.Collate(entry.Plate, PostgreSqlBytes), after) > 0),
            "Microsoft.EntityFrameworkCore.SqlServer" =>
                entries.Where(entry => string.Compare(EF.Functions.Collate(entry.Plate, SqlServerBytes), after) > 0),
            _ => entries.Where(entry => string.Compare(entry.Plate, after) > 0),
        };
        return await rest.Take(ExportBatch).ToListAsync(cancellationToken);
    }

    private static IQueryable<AlertEntry> InOrder(DashboardDbContext db, int listId)
    {
        var entries = db.AlertEntries.AsNoTracking().Where(entry => entry.ListId == listId);
        return db.Database.ProviderName switch
        {
            "Npgsql.EntityFrameworkCore.PostgreSQL" => entries.OrderBy(entry => EF.Functions.Collate(entry.Plate, PostgreSqlBytes)),
            "Microsoft.EntityFrameworkCore.SqlServer" => entries.OrderBy(entry => EF.Functions.Collate(entry.Plate, SqlServerBytes)),
            _ => entries.OrderBy(entry => entry.Plate),
        };
    }
}
