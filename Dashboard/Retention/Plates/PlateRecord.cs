using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Export;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention.Plates;

/// <summary>
/// Everything that is stored of a plate, as a zip file: its flows as CSV and JSON lines, what else is known of them, their pictures, and the sums
/// of all files. Written while it is read. Where its pictures are blurred but for the plate, the sums of those that are stored stand in a file of
/// their own.
/// </summary>
internal sealed class PlateRecord(IDbContextFactory<DashboardDbContext> factory, CameraDirectory cameras, FlowImages images)
{
    /// <summary>Sums of the stored pictures that the file holds blurred.</summary>
    private const string Originals = "SHA256SUMS-of-stored-pictures";

    private const int MaxBatch = 500;

    // Always said, so that it tells nothing of this plate.
    private const string WithoutEvidence = "Left out, whether there is any or not: what is kept as evidence, why and by whom.";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <param name="zone">The zone of all times.</param>
    /// <param name="isBlurred">Its pictures are blurred but for the plate.</param>
    /// <param name="withEvidence">It says what is kept as evidence, why and by whom: nothing for a person who must not know of an inquiry.</param>
    /// <param name="output">Where; need not be sought in.</param>
    public async Task WriteAsync(
        string plate, TimeZoneInfo zone, bool isBlurred, bool withEvidence, Stream output, CancellationToken cancellationToken = default)
    {
        await using var zip = await ZipArchive.CreateAsync(output, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, cancellationToken);
        var sums = new StringBuilder();
        foreach (ExportFormat format in new ExportFormat[] { new CsvFormat(zone, PictureName), new JsonLinesFormat(zone, PictureName) })
        {
            await WriteRowsAsync(zip, sums, plate, format, cancellationToken);
        }

        await using (var db = await factory.CreateDbContextAsync(cancellationToken))
        {
            await AddAsync(zip, sums, "details.json", await DetailsAsync(db, plate, withEvidence, cancellationToken), cancellationToken);
        }

        var (missing, originals) = (new StringBuilder(), isBlurred ? new StringBuilder() : null);
        await foreach (var rows in RowsAsync(plate, cancellationToken))
        {
            foreach (var flow in rows.Select(row => row.Flow).Where(flow => flow.HasPicture))
            {
                await AddPicturesAsync(zip, sums, missing, originals, flow, cancellationToken);
            }
        }

        if (originals is { Length: > 0 })
        {
            await AddAsync(zip, sums, Originals, Encoding.UTF8.GetBytes(originals.ToString()), cancellationToken);
        }

        if (missing.Length > 0)
        {
            await AddAsync(zip, sums, "missing.txt", Encoding.UTF8.GetBytes(missing.ToString()), cancellationToken);
        }

        await AddAsync(zip, null, "SHA256SUMS", Encoding.UTF8.GetBytes(sums.ToString()), cancellationToken);
    }

    private static string PictureName(long flow) => $"pictures/{flow}.jpg";

    private async Task WriteRowsAsync(ZipArchive zip, StringBuilder sums, string plate, ExportFormat format, CancellationToken cancellationToken)
    {
        var name = format is CsvFormat ? "flows.csv" : "flows.jsonl";
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using (var entry = await zip.CreateEntry(name).OpenAsync(cancellationToken))
        {
            var text = new ArrayBufferWriter<byte>();
            format.Begin(text);
            await foreach (var rows in RowsAsync(plate, cancellationToken))
            {
                foreach (var row in rows)
                {
                    format.Write(text, row);
                }

                await FlushAsync();
            }

            await FlushAsync();

            async Task FlushAsync()
            {
                hash.AppendData(text.WrittenSpan);
                await entry.WriteAsync(text.WrittenMemory, cancellationToken);
                text.ResetWrittenCount();
            }
        }

        Append(sums, hash.GetHashAndReset(), name);
    }

    private async Task AddPicturesAsync(
        ZipArchive zip, StringBuilder sums, StringBuilder missing, StringBuilder? originals, Flow flow, CancellationToken cancellationToken)
    {
        // Where the plate is in earlier views is not stored.
        for (var view = 0; view < (originals is null ? FlowViews.MaxViews : 1); view++)
        {
            var name = view == 0 ? PictureName(flow.Id) : $"pictures/{flow.Id}-{view}.jpg";
            try
            {
                var jpeg = view == 0
                    ? await images.ReadAsync(flow, cancellationToken)
                    : await images.ReadViewAsync(flow, view, cancellationToken);
                if (jpeg is not null)
                {
                    var shown = originals is null ? jpeg : await images.BlurAsync(flow, jpeg, cancellationToken);
                    await AddAsync(zip, sums, name, shown, cancellationToken);
                    Append(originals, SHA256.HashData(jpeg), name);
                }
                else if (view == 0)
                {
                    missing.Append(name).Append('\n');
                }
            }
            catch (Exception exception) when (
                exception is PictureChangedException or PictureUnreachableException or InvalidDataException or IOException)
            {
                missing.Append(name).Append(": ").Append(exception.Message).Append('\n');
            }
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<FlowWithCamera>> RowsAsync(
        string plate, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0L;
        while (true)
        {
            await using var db = await factory.CreateDbContextAsync(cancellationToken);
            var translator = await cameras.TranslatorAsync(db, cancellationToken);
            var rows = await db.Flows.AsNoTracking().Where(flow => flow.Plate == plate && flow.Id > last).OrderBy(flow => flow.Id).Take(MaxBatch)
                .ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                yield break;
            }

            last = rows[^1].Id;
            yield return rows.ConvertAll(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)));
        }
    }

    private static async Task<byte[]> DetailsAsync(
        DashboardDbContext db, string plate, bool withEvidence, CancellationToken cancellationToken)
    {
        var flows = db.Flows.Where(flow => flow.Plate == plate).Select(flow => flow.Id);
        var details = new
        {
            Plate = plate,
            Candidates = await db.FlowCandidates.Where(candidate => flows.Contains(candidate.FlowId))
                .Select(candidate => new { candidate.FlowId, candidate.Text, candidate.Confidence }).ToListAsync(cancellationToken),
            Corrections = await db.FlowCorrections.AsNoTracking().Where(correction => flows.Contains(correction.FlowId))
                .ToListAsync(cancellationToken),
            Notes = await db.Notes.AsNoTracking().Where(note => note.Plate == plate || flows.Contains(note.FlowId ?? 0))
                .ToListAsync(cancellationToken),
            Alerts = await db.Alerts.AsNoTracking().Where(alert => flows.Contains(alert.FlowId)).ToListAsync(cancellationToken),
            Entries = await db.AlertEntries.Where(entry => entry.Plate == plate)
                .Select(entry => new { entry.ListId, entry.Plate, entry.Description }).ToListAsync(cancellationToken),
            LeftOut = withEvidence ? null : WithoutEvidence,
            Evidence = !withEvidence ? null : await db.EvidenceHolds.Where(hold => hold.Plate == plate || flows.Contains(hold.FlowId ?? 0))
                .Select(hold => new { hold.FlowId, hold.Plate, hold.Reason, hold.By, hold.At }).ToListAsync(cancellationToken),
        };
        return JsonSerializer.SerializeToUtf8Bytes(details, Json);
    }

    private static async Task AddAsync(
        ZipArchive zip, StringBuilder? sums, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        // Pictures do not get smaller.
        var level = name.EndsWith(".jpg", StringComparison.Ordinal) ? CompressionLevel.NoCompression : CompressionLevel.Optimal;
        await using var entry = await zip.CreateEntry(name, level).OpenAsync(cancellationToken);
        await entry.WriteAsync(content, cancellationToken);
        Append(sums, SHA256.HashData(content.Span), name);
    }

    private static void Append(StringBuilder? sums, byte[] sum, string name) =>
        sums?.Append(Convert.ToHexStringLower(sum)).Append("  ").Append(name).Append('\n');
}
