using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras.Import;

/// <summary>Adds many cameras from a file: first it is told what would become of each row, then the good ones are added one by one.</summary>
internal sealed class CameraImport(CameraStore cameras, IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>Reads a file and tells what would become of its rows; nothing is changed.</summary>
    public async Task<CameraImportPlan> PlanAsync(Stream csv, CancellationToken cancellationToken = default)
    {
        var plan = await CameraCsv.ReadAsync(csv, cancellationToken);
        var known = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken)).Select(camera => camera.Alias).ToHashSet(
            StringComparer.OrdinalIgnoreCase);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var sites = (await db.Sites.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(site => site.Name, StringComparer.OrdinalIgnoreCase);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return plan with { Rows = [.. plan.Rows.Select(row => Check(row, known, sites, lines))] };
    }

    /// <summary>Adds the good rows of a plan. Where it is stopped, those that were added until then stay.</summary>
    /// <param name="plan">What was read.</param>
    /// <param name="progress">Hears how many rows were seen to; null: nobody.</param>
    /// <param name="cancellationToken">Stops it between two cameras.</param>
    public async Task<CameraImportResult> ApplyAsync(
        CameraImportPlan plan, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var refused = new List<CameraImportRow>();
        var (added, seen) = (0, 0);
        foreach (var row in plan.Rows.Where(row => row.State == CameraRowState.Good))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = await cameras.AddAsync(row.Camera, CancellationToken.None);
            if (result.IsDone)
            {
                added++;
            }
            else
            {
                refused.Add(row with { State = CameraRowState.Bad, Fault = result.Refusal });
            }

            progress?.Report(++seen);
        }

        return new CameraImportResult(added, refused);
    }

    private static CameraImportRow Check(
        CameraImportRow row, HashSet<string> known, Dictionary<string, SiteRow> sites, Dictionary<string, int> lines)
    {
        if (row.State == CameraRowState.Bad)
        {
            return row;
        }

        if (known.Contains(row.Camera.Alias))
        {
            return row with { State = CameraRowState.Known };
        }

        var site = row.Site.Length == 0 ? sites.Values.FirstOrDefault(site => site.Id == SiteRow.DefaultId) : sites.GetValueOrDefault(row.Site);
        var fault = CameraValidation.Check(row.Camera, []) is { Count: > 0 } errors ? errors.Message
            : site is null ? $"There is no site “{row.Site}”: add it on the page Sites first."
            : lines.TryGetValue(row.Camera.Alias, out var line) ? $"The same name stands in line {line}."
            : null;
        lines.TryAdd(row.Camera.Alias, row.Line);
        return row with
        {
            State = fault is null ? CameraRowState.Good : CameraRowState.Bad,
            Fault = fault,
            Site = site?.Name ?? row.Site,
            Camera = row.Camera with { SiteId = site?.Id ?? SiteRow.DefaultId },
        };
    }
}
