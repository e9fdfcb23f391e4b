namespace Dashboard.Backups;

/// <summary>How the last backup of this process went.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Finished">The backup; null: there is none.</param>
/// <param name="Fault">Why there is none; null: there is one.</param>
internal sealed record BackupOutcome(DateTimeOffset At, FinishedBackup? Finished, string? Fault);

/// <summary>How backups stand, for pages.</summary>
internal sealed class BackupStatus
{
    private BackupOutcome? _last;

    /// <summary>The last one; null: there was none since the start.</summary>
    public BackupOutcome? Last
    {
        get => Volatile.Read(ref _last);
        set => Volatile.Write(ref _last, value);
    }
}
