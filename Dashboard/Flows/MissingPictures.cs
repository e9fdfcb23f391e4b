using Dashboard.Domain.Flows;
using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Flows;

/// <summary>Of so many pictures of the newest flows that are expected, so many are not there.</summary>
internal sealed record MissingCount(int Missing, int Expected);

/// <summary>
/// Looks whether the pictures of the newest flows are in this server's folder. They are not where servers on one database have a folder each, or
/// where the disk of the folder is not mounted: then pictures are not shown, and those that are deleted stay on another disk.
/// </summary>
internal sealed partial class MissingPictures(
    IDbContextFactory<DashboardDbContext> database, FlowImages images, TimeProvider time, ILogger<MissingPictures> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: true, "Whether pictures are missing is not known", time, log), IHealthWarning
{
    /// <summary>So many of the newest flows are looked at.</summary>
    public const int MaxFlows = 20;

    private HashSet<long> _suspects = [];
    private volatile MissingCount? _current;

    /// <summary>How many are missing; null: none.</summary>
    public MissingCount? Current => _current;

    /// <inheritdoc/>
    public string? Warning => _current is { } found
        ? $"Of the newest {found.Expected} pictures {found.Missing} are not in this server's folder. Is its disk mounted, and have all servers on the"
            + " database the same folder of pictures?"
        : null;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    /// <summary>Looks once. What is missing twice in a row is missing: a picture goes a moment before or after its flow says so.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var newest = await db.Flows.AsNoTracking().OrderByDescending(flow => flow.Id).Take(MaxFlows).ToListAsync(cancellationToken);
        var expected = newest.Where(IsExpected).ToList();
        var missing = expected.Where(flow => !images.IsHere(flow)).Select(flow => flow.Id).ToHashSet();
        var count = missing.Count(_suspects.Contains);
        var was = _current;
        _suspects = missing;
        _current = count == 0 ? null : new MissingCount(count, expected.Count);
        if (was is null && count > 0)
        {
            LogMissing(count, expected.Count, images.Root);
        }
        else if (was is not null && count == 0)
        {
            LogFound(images.Root);
        }
    }

    // What an agent keeps is fetched from there; pictures of before the sums say nothing of where they are.
    private static bool IsExpected(Flow flow) => flow is { HasPicture: true, PictureDay: not null, PictureSha256: not null };

    [LoggerMessage(
        LogLevel.Warning,
        "{Missing} of the newest {Expected} pictures are not in {Folder}; it may not be mounted, or the servers on the database have a folder each")]
    private partial void LogMissing(int missing, int expected, string folder);

    [LoggerMessage(LogLevel.Information, "The newest pictures are in {Folder} again")]
    private partial void LogFound(string folder);
}
