using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health;

/// <summary>
/// Tries every two seconds whether the database could be written to, so that <see cref="DatabaseLock"/> tells where that waits for somebody.
/// </summary>
internal sealed partial class WriteProbe(
    IDbContextFactory<DashboardDbContext> database, DatabaseLock state, TimeProvider time, ILogger<WriteProbe> log)
    : PeriodicWork(Interval, isAtOnce: true, "Whether the database is locked could not be found out", time, log)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    // Where only whoever waits shows a lock: nobody waits all the time.
    private static readonly TimeSpan HeldOn = TimeSpan.FromSeconds(12);

    private DateTimeOffset? _told;
    private long? _heldAt;

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        var isHeld = false;
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            isHeld = await db.IsLockedAsync(cancellationToken);
            _heldAt = isHeld ? Time.GetTimestamp() : _heldAt;
            isHeld |= db.IsShared && _heldAt is { } at && Time.GetElapsedTime(at) < HeldOn;
        }
        finally
        {
            state.Note(isHeld);
        }

        if (state.Since is { } since && _told is null)
        {
            _told = since;
            LogLocked(since);
        }
        else if (!isHeld && _told is { } began)
        {
            _told = null;
            LogFree(began);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database is locked by another program since {Since:u}: what is to be written waits")]
    private partial void LogLocked(DateTimeOffset since);

    [LoggerMessage(LogLevel.Information, "The database is no longer locked, as it was since {Since:u}")]
    private partial void LogFree(DateTimeOffset since);
}
