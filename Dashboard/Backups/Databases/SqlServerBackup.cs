namespace Dashboard.Backups.Databases;

/// <summary>SQL Server makes its backups itself, on its own machine: this program has no way to its files.</summary>
internal sealed class SqlServerBackup : IDatabaseBackup
{
    private const string Refusal = "SQL Server makes its backups itself: use BACKUP DATABASE there, and copy the folder of pictures.";

    public string FileName => "";

    public Task<IReadOnlyDictionary<string, long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken) =>
        throw new BackupException(Refusal);

    public Task EnsureEmptyAsync(CancellationToken cancellationToken) => throw new BackupException(Refusal);

    public Task<IReadOnlyList<string>> ReadKeysAsync(string file, CancellationToken cancellationToken) => throw new BackupException(Refusal);

    public Task<IReadOnlyDictionary<string, long>> RestoreAsync(string file, CancellationToken cancellationToken) =>
        throw new BackupException(Refusal);
}
