using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.Extensions.Options;

namespace Dashboard.Backups;

/// <summary>
/// Makes a backup when the newest in the folder is as old as the setting says, which a restart does not change. What fails is told in the log and
/// on the overview, and tried again after a while.
/// </summary>
internal sealed class BackupSchedule(
    BackupWriter writer, BackupStatus status, IOptionsMonitor<BackupOptions> options, TimeProvider time, ILogger<BackupSchedule> log)
    : PeriodicWork(TimeSpan.FromMinutes(1), isAtOnce: false, "No backup could be made", time, log)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMinutes(15);
    private bool _isTold;

    /// <summary>Makes a backup if one is due.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken = default)
    {
        var current = options.CurrentValue;
        if (current.Folder.Length == 0)
        {
            status.Last = null;
            return;
        }

        var now = Time.GetUtcNow();
        var folder = new BackupFolder(current.Folder);
        TellAhead(folder.Ahead(now));
        if (folder.NewestAt(now) > now.AddHours(-current.EveryHours)
            || (status.Last is { Fault: not null } failed && failed.At > now - AgainAfter && failed.At <= now))
        {
            return;
        }

        try
        {
            var made = await writer.WriteAsync(current.Folder, current.Keep, cancellationToken: cancellationToken);
            status.Last = new BackupOutcome(Time.GetUtcNow(), made, null);
            Log.LogInformation("Backup made: {Folder}", made.Folder);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var reason = exception is BackupException ? exception.Message : StorageFailure.Describe(exception);
            status.Last = new BackupOutcome(Time.GetUtcNow(), null, reason);
            Log.LogError("No backup could be made in {Folder}: {Reason}", current.Folder, reason);
        }
    }

    private void TellAhead(IReadOnlyList<string> ahead)
    {
        if (ahead.Count > 0 && !_isTold)
        {
            Log.LogWarning(
                "{Count} backups, such as {Folder}, are named after a time that is still to come: they do not count, and stay until somebody removes "
                + "them",
                ahead.Count, ahead[0]);
        }

        _isTold = ahead.Count > 0;
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);
}
