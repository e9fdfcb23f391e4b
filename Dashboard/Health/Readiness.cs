using Dashboard.Agents.Intake;
using Dashboard.Capture;
using Dashboard.Flows.Recording;
using Dashboard.Hosting;
using Dashboard.Hosting.Tls;
using Dashboard.Recognition;
using Dashboard.Retention;
using Dashboard.Security.Keys;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Health;

/// <summary>Judges whether the server does its work.</summary>
internal sealed partial class Readiness(
    IDbContextFactory<DashboardDbContext> database,
    RecorderStatus recorder,
    IntakeStatus intake,
    RetentionStatus retention,
    RecognitionStatus recognition,
    DatabaseDamage damage,
    DatabaseLock locked,
    DiskSpace space,
    CameraStatusBoard cameras,
    AgeClock ages,
    TlsCertificate certificate,
    KeyFilePlace keyFile,
    IEnumerable<IHealthWarning> others,
    TimeProvider time,
    ILogger<Readiness> log)
{
    /// <summary>A recorder that fails for longer than this is no passing moment.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(8);

    private const long Megabyte = 1L << 20;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    /// <summary>Why the server is not ready, one sentence each; empty: it is.</summary>
    public async Task<IReadOnlyList<string>> FindProblemsAsync(CancellationToken cancellationToken = default)
    {
        var problems = new List<string>();
        var isReached = await ReachesDatabaseAsync(cancellationToken);
        if (locked.Since is { } held)
        {
            problems.Add($"The database is locked by another program since {held.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}; what is to be written waits.");
        }
        else if (!isReached)
        {
            problems.Add("The database cannot be reached.");
        }

        if (damage.Since is { } found)
        {
            var at = $"found at {found.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}";
            problems.Add(damage.IsGone
                ? $"The database's file was deleted or moved away, {at}; what is stored is lost with the next stop: make a backup now."
                : $"A part of the database is damaged, {at}; restore a backup.");
        }

        var numbers = recorder.Current;
        if (numbers is { Fault: { } storing, FailingSince: { } since } && time.GetUtcNow() - since > StuckAfter)
        {
            problems.Add($"Flows cannot be stored since {since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {storing}");
        }

        if (intake.Failure is { } pushes && time.GetUtcNow() - pushes.Since > StuckAfter)
        {
            problems.Add($"Flows that agents push cannot be stored since {pushes.Since.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}: {pushes.Reason}");
        }

        if (space.Read() is { IsFull: true } left)
        {
            problems.Add($"The disk is full: {left.Free / Megabyte} MB are free.");
        }
        else if (retention.LackingRoom is { } disk)
        {
            problems.Add(
                $"Only {disk.Free * 100.0 / Math.Max(1, disk.Total):0.0} % of the disk is free, less than Retention:MinimumFreePercent, and no picture"
                + " is left that may go.");
        }

        if (recognition.Current.Fault is { } fault)
        {
            problems.Add($"No plates are read: {fault}");
        }

        return problems;
    }

    /// <summary>What somebody should look after although the server does its work, one sentence each.</summary>
    public IReadOnlyList<string> FindWarnings()
    {
        var warnings = new List<string>();
        if (cameras.Count(CameraState.Waiting) is > 0 and var silent)
        {
            warnings.Add(silent == 1 ? "1 camera gives no pictures." : $"{silent} cameras give no pictures.");
        }

        if (ages.Doubt is { } doubt)
        {
            warnings.Add(
                $"The clock says {doubt.Says.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}, and {doubt.Expected.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} was"
                + $" expected; for {Math.Ceiling(doubt.Left.TotalHours)} more hours nothing is deleted for its age by the new time.");
        }

        if (certificate.EndsSoon is { } end)
        {
            warnings.Add($"The server's certificate {(end < time.GetUtcNow() ? "has expired" : "expires")} on {end.UtcDateTime:yyyy-MM-dd}; renew it.");
        }

        if (keyFile.IsInDataDirectory)
        {
            warnings.Add("The file of Security:KeyFile lies in the data directory, where it protects nothing; move it elsewhere.");
        }

        warnings.AddRange(others.Select(other => other.Warning).OfType<string>());
        return warnings;
    }

    private async Task<bool> ReachesDatabaseAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(MaxTime);
        try
        {
            await using var db = await database.CreateDbContextAsync(limit.Token);
            await db.Cameras.AnyAsync(limit.Token);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogUnreachable(exception);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The database cannot be reached")]
    private partial void LogUnreachable(Exception exception);
}
