using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>
/// Replaces a list by a CSV file, all of it or nothing, and writes a list as such a file. However many rows: the file is kept on the disk, checked
/// whole, and only then taken over in one transaction.
/// </summary>
public sealed class AlertListImport(IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>The most wrong lines that are told of.</summary>
    public const int MostErrors = 100;

    /// <summary>The file's first line.</summary>
    public const string Header = "Plate Number,Description,State/Province";

    private const int ProgressStep = 10_000;

    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture)
    {
        BadDataFound = null,
        MissingFieldFound = null,
        DetectColumnCountChanges = false,
        NewLine = "\r\n",
    };

    /// <summary>Replaces the entries of a list that is there.</summary>
    /// <param name="listId">The list.</param>
    /// <param name="csv">UTF-8, with or without a byte order mark.</param>
    /// <param name="progress">Hears how many rows were read, first while they are checked, then again while they are stored.</param>
    /// <param name="cancel">Stops; the list is then as it was.</param>
    public async Task<ImportResult> ImportAsync(int listId, Stream csv, IProgress<long>? progress = null, CancellationToken cancel = default)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        await csv.CopyToAsync(file, cancel);

        var errors = new List<(int, string)>();
        foreach (var (line, _, problem) in Read(file, progress, cancel))
        {
            if (problem is not null)
            {
                errors.Add((line, problem));
                if (errors.Count == MostErrors)
                {
                    break;
                }
            }
        }

        return errors.Count > 0 ? new ImportResult(0, 0, 0, 0, errors) : await TakeOverAsync(listId, file, progress, cancel);
    }

    /// <summary>Writes a list's entries by plate.</summary>
    public async Task ExportAsync(int listId, Stream to, CancellationToken cancel = default)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        await using var text = new StreamWriter(to, new UTF8Encoding(false), 1 << 16, leaveOpen: true);
        await using var csv = new CsvWriter(text, Format);
        foreach (var column in Header.Split(','))
        {
            csv.WriteField(column);
        }

        await csv.NextRecordAsync();
        await foreach (var entry in db.AlertEntries.AsNoTracking().Where(entry => entry.ListId == listId).OrderBy(entry => entry.Plate).AsAsyncEnumerable().WithCancellation(cancel))
        {
            csv.WriteField(entry.Plate);
            csv.WriteField(entry.Description);
            csv.WriteField(entry.Region);
            await csv.NextRecordAsync();
        }
    }

    private static IEnumerable<(int Line, AlertEntry Entry, string? Problem)> Read(FileStream file, IProgress<long>? progress, CancellationToken cancel)
    {
        file.Position = 0;
        using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: false), true, 1 << 16, leaveOpen: true);
        using var csv = new CsvReader(text, Format);
        var header = csv.Read() ? string.Join(',', (csv.Parser.Record ?? []).Select(column => column.Trim())) : "";
        if (!header.TrimEnd(',').Equals(Header, StringComparison.OrdinalIgnoreCase))
        {
            yield return (1, new AlertEntry(), $"the first line must be {Header}");
            yield break;
        }

        for (var rows = 1L; csv.Read(); rows++)
        {
            cancel.ThrowIfCancellationRequested();
            var fields = csv.Parser.Record ?? [];
            var entry = new AlertEntry
            {
                Plate = FlowQueryTranslator.PlateOperand(fields.ElementAtOrDefault(0) ?? ""),
                Description = fields.ElementAtOrDefault(1)?.Trim() ?? "",
                Region = fields.ElementAtOrDefault(2)?.Trim() ?? "",
            };
            yield return (csv.Parser.RawRow, entry, ProblemOf(entry));
            if (rows % ProgressStep == 0)
            {
                progress?.Report(rows);
            }
        }
    }

    private static string? ProblemOf(AlertEntry entry) =>
        entry.Plate.Length is 0 or > AlertEntry.PlateMaxLength ? $"the plate must be 1 to {AlertEntry.PlateMaxLength} characters"
        : entry.Plate.Trim('*').Length == 0 ? "a plate of stars alone would be every plate"
        : entry.Plate.Any(c => char.IsControl(c) || c == '\uFFFD') ? "the plate has characters that are no UTF-8 text"
        : entry.Description.Length > AlertEntry.DescriptionMaxLength ? $"the description must be at most {AlertEntry.DescriptionMaxLength} characters"
        : entry.Region.Length > AlertEntry.RegionMaxLength ? $"the state or province must be at most {AlertEntry.RegionMaxLength} characters"
        : null;

    // The rows come in under a list of their own that nobody sees, are compared by the database, and then take the old ones' place.
    private async Task<ImportResult> TakeOverAsync(int listId, FileStream file, IProgress<long>? progress, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var staging = new AlertList { Name = Guid.NewGuid().ToString("N"), IsActive = false };
        db.AlertLists.Add(staging);
        await db.SaveChangesAsync(cancel);
        await FillAsync(db, staging.Id, file, progress, cancel);

        var (old, fresh) = (db.AlertEntries.Where(entry => entry.ListId == listId), db.AlertEntries.Where(entry => entry.ListId == staging.Id));
        var both = from one in old join other in fresh on one.Plate equals other.Plate select new { one, other };
        var (total, before, kept) = (await fresh.CountAsync(cancel), await old.CountAsync(cancel), await both.CountAsync(cancel));
        var same = await both.CountAsync(pair => pair.one.Description == pair.other.Description && pair.one.Region == pair.other.Region, cancel);

        await old.ExecuteDeleteAsync(cancel);
        await fresh.ExecuteUpdateAsync(set => set.SetProperty(entry => entry.ListId, listId), cancel);
        await db.AlertLists.Where(list => list.Id == staging.Id).ExecuteDeleteAsync(cancel);
        await db.AlertLists.Where(list => list.Id == listId).ExecuteUpdateAsync(
            set => set.SetProperty(list => list.EntryCount, total).SetProperty(list => list.Revision, list => list.Revision + 1), cancel);
        await transaction.CommitAsync(cancel);
        return new ImportResult(total - kept, kept - same, same, before - kept, []);
    }

    private static async Task FillAsync(DashboardDbContext db, int staging, FileStream file, IProgress<long>? progress, CancellationToken cancel)
    {
        // Which plates came already: eight bytes each instead of the rows. The last of two equal ones wins.
        var seen = new HashSet<ulong>();
        var later = new Dictionary<string, AlertEntry>();
        using (var inserter = db.CreateInserter<AlertEntry>(db.Database.CurrentTransaction!))
        {
            foreach (var (_, entry, _) in Read(file, progress, cancel))
            {
                if (!seen.Add(PlateCode.Of(entry.Plate)))
                {
                    later[entry.Plate] = entry;
                    continue;
                }

                entry.ListId = staging;
                inserter.Insert(entry);
            }

            inserter.Complete();
        }

        foreach (var (plate, entry) in later)
        {
            if (await db.AlertEntries.Where(other => other.ListId == staging && other.Plate == plate)
                .ExecuteUpdateAsync(set => set.SetProperty(other => other.Description, entry.Description).SetProperty(other => other.Region, entry.Region), cancel) == 0)
            {
                entry.ListId = staging; // Another plate of the same number.
                db.AlertEntries.Add(entry);
                await db.SaveChangesAsync(cancel);
            }
        }
    }
}
