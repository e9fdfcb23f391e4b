using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.AgentRole;

/// <summary>Room for an agent's pictures.</summary>
/// <param name="MaxBytes">Bytes that they may take.</param>
/// <param name="Used">Bytes that they took when they were last counted.</param>
/// <param name="Earliest">The day of the oldest of them; null: there is none.</param>
internal sealed record PictureRoom(long MaxBytes, long Used, DateTimeOffset? Earliest);

/// <summary>
/// Keeps an agent's pictures below their size: the oldest go first. Flows that the server has go with the last picture of their day, so that the
/// database does not grow for ever either; those that still wait stay, without their pictures if need be.
/// </summary>
internal sealed class PictureQuota(
    IDbContextFactory<DashboardDbContext> database, FlowImages images, AgentOptions options, TimeProvider time, ILogger<PictureQuota> log)
    : PeriodicWork(TimeSpan.FromMinutes(2), isAtOnce: true, "The room of the pictures could not be looked after", time, log)
{
    private const long Megabyte = 1_000_000;

    // A little more than has to go, so that not every round has to.
    private const double Target = 0.97;

    private PictureRoom _room = new(options.PicturesMaxMegabytes * Megabyte, 0, null);

    public PictureRoom Current => Volatile.Read(ref _room);

    /// <summary>Counts, and removes what is too much; returns how many pictures went.</summary>
    public async Task<int> KeepAsync(CancellationToken cancellationToken = default)
    {
        var maxBytes = options.PicturesMaxMegabytes * Megabyte;
        var files = images.DayFolders().Reverse().SelectMany(Files).ToList();
        var used = files.Sum(file => file.Length);
        var removed = 0;
        for (var enough = used > maxBytes ? maxBytes * Target : maxBytes; used > enough; removed++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            used -= files[removed].Length; // Not known any more once it is deleted.
            files[removed].Delete();
        }

        var earliest = removed < files.Count ? PictureNames.DayOf(files[removed].DirectoryName!) : null;
        Volatile.Write(ref _room, new PictureRoom(maxBytes, used, earliest));
        if (removed > 0)
        {
            Log.LogInformation(
                "The {Pictures} oldest pictures were deleted to stay below Agent:PicturesMaxMegabytes ({MaxMegabytes} MB)",
                removed,
                options.PicturesMaxMegabytes);
            await ForgetAsync(earliest, cancellationToken);
        }

        return removed;
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => KeepAsync(cancellationToken);

    private static List<FileInfo> Files(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => PictureNames.UuidOf(file.Name) is not null)
            .OrderBy(file => file.LastWriteTimeUtc)
            .ThenBy(file => file.Name, StringComparer.Ordinal)];

    private async Task ForgetAsync(DateTimeOffset? before, CancellationToken cancellationToken)
    {
        if (before?.ToUnixTimeSeconds() is not { } second)
        {
            return;
        }

        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var position = await db.Positions.Where(p => p.Name == Position.Push).Select(p => p.Value).SingleOrDefaultAsync(cancellationToken);
        await db.Flows.Where(flow => flow.CapturedSecond < second && flow.Id <= position).ExecuteDeleteAsync(cancellationToken);
    }
}
