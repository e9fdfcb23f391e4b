using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Cameras.Import;

/// <summary>
/// Adds many cameras from a file, or changes them: first it is told what would become of each row, then the good ones are applied one by one.
/// </summary>
internal sealed class CameraImport(CameraStore cameras, IDbContextFactory<DashboardDbContext> database)
{
    /// <summary>Reads a file and tells what would become of its rows where it only adds; nothing is changed.</summary>
    public async Task<CameraImportPlan> PlanAsync(Stream csv, CancellationToken cancellationToken = default)
    {
        var plan = await CameraCsv.ReadAsync(csv, cancellationToken);
        var known = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken))
            .ToDictionary(camera => camera.Alias, StringComparer.OrdinalIgnoreCase);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var sites = (await db.Sites.AsNoTracking().ToListAsync(cancellationToken)).ToDictionary(site => site.Name, StringComparer.OrdinalIgnoreCase);
        var lines = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var places = known.Values.Where(camera => camera.Source.Length > 0).GroupBy(camera => CameraSource.Locate(camera.Source))
            .ToDictionary(place => place.Key, place => place.First().Alias);
        return plan with { Rows = [.. plan.Rows.Select(row => NoteSameAddress(Check(row, known, sites, lines), places))] };
    }

    /// <summary>Applies the good rows of a plan. Where it is stopped, what was done until then stays.</summary>
    /// <param name="plan">What was read.</param>
    /// <param name="progress">Hears how many rows were seen to; null: nobody.</param>
    /// <param name="cancellationToken">Stops it between two cameras.</param>
    public async Task<CameraImportResult> ApplyAsync(
        CameraImportPlan plan, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        var refused = new List<CameraImportRow>();
        var (added, changed, seen) = (0, 0, 0);
        foreach (var row in plan.Rows.Where(row => row.State is CameraRowState.Good or CameraRowState.Changed))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await ApplyAsync(row) is { } refusal)
            {
                refused.Add(row with { State = CameraRowState.Bad, Error = refusal });
            }
            else
            {
                (added, changed) = row.State == CameraRowState.Good ? (added + 1, changed) : (added, changed + 1);
            }

            progress?.Report(++seen);
        }

        return new CameraImportResult(added, changed, refused);
    }

    // Null, or why it was refused. Whatever else a camera has become meanwhile stays.
    private async Task<string?> ApplyAsync(CameraImportRow row)
    {
        if (row.State == CameraRowState.Good)
        {
            var added = await cameras.AddAsync(row.Camera, CancellationToken.None);
            return added.IsDone ? null : added.Refusal;
        }

        if (await cameras.FindAsync(row.Camera.Id, SiteScope.Unrestricted, CancellationToken.None) is not { } known)
        {
            return "The camera was deleted.";
        }

        var next = row.Onto(known).Camera;
        var wanted = row.Site.Length > 0 ? next with { SiteId = row.Camera.SiteId } : next;
        var updated = await cameras.UpdateAsync(wanted, known, CancellationToken.None);
        return updated.IsDone ? null : updated.Refusal;
    }

    private static CameraImportRow Check(
        CameraImportRow row, Dictionary<string, Camera> known, Dictionary<string, SiteRow> sites, Dictionary<string, int> lines)
    {
        if (!row.IsRead)
        {
            return row;
        }

        var site = row.Site.Length == 0 ? sites.Values.FirstOrDefault(site => site.Id == SiteRow.DefaultId) : sites.GetValueOrDefault(row.Site);
        var error = site is null ? $"There is no site “{row.Site}”: add it on the page Sites first."
            : lines.TryGetValue(row.Camera.Alias, out var line) ? $"The same name is in line {line}."
            : null;
        lines.TryAdd(row.Camera.Alias, row.Line);
        if (known.TryGetValue(row.Camera.Alias, out var camera))
        {
            return row.State == CameraRowState.Bad
                ? row with { Error = CameraImportRow.Joined(row.Error, error) }
                : row with { State = CameraRowState.Known, WhereChanging = Change(row, camera, site?.Id, error) };
        }

        error = CameraImportRow.Joined(CameraValidation.Check(row.Camera, []) is { Count: > 0 } errors ? errors.Message : null, row.Error, error);
        return row with
        {
            State = error is null ? CameraRowState.Good : CameraRowState.Bad,
            Error = error,
            Note = NoteOn(row.Camera),
            Site = site?.Name ?? row.Site,
            Camera = row.Camera with { SiteId = site?.Id ?? SiteRow.DefaultId },
        };
    }

    // Two with regions of their own may be wanted.
    private static CameraImportRow NoteSameAddress(CameraImportRow row, Dictionary<string, string> places)
    {
        var place = CameraSource.Locate(row.Camera.Source);
        if (row.State != CameraRowState.Good || places.TryAdd(place, row.Alias))
        {
            return row;
        }

        return row with { Note = row.Note ?? $"“{places[place]}” has this address too; each vehicle would be stored once for each of the two." };
    }

    private static string? NoteOn(Camera camera) => CameraSource.SplitSignIn(camera.Source) is { User.Length: 0, Password.Length: > 0 }
        ? "It has a password and no user, by which most cameras let nobody in: fill in the column user."
        : null;

    // What an agent of another make brought is set up there.
    private static CameraImportRow? Change(CameraImportRow row, Camera known, int? site, string? error)
    {
        if (known.IsBrought)
        {
            return null;
        }

        var (next, _) = row.Onto(known);
        next = row.Site.Length > 0 && site is { } id ? next with { SiteId = id } : next;
        error = CameraImportRow.Joined(CameraValidation.Check(next, []) is { Count: > 0 } errors ? errors.Message : null, error);
        var changes = CameraCsv.Compare(known, next);
        return error is null && changes.Count == 0 ? null : row with
        {
            State = error is null ? CameraRowState.Changed : CameraRowState.Bad,
            Error = error,
            Note = NoteOn(next),
            Camera = next,
            Changes = changes,
        };
    }
}
