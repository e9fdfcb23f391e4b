namespace Dashboard.Backups.Databases;

/// <summary>Copies a whole database of one kind into a file while it is used, and back into an empty one.</summary>
internal interface IDatabaseBackup
{
    /// <summary>The copy's name in a backup.</summary>
    string FileName { get; }

    /// <summary>Makes the copy, as the database is at one moment, and returns the number of rows of each table.</summary>
    /// <param name="file">Where; not there yet.</param>
    /// <param name="progress">Told how much is done, and of how much.</param>
    Task<IReadOnlyDictionary<string, long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken);

    /// <summary>Throws where the database that the settings name is not empty.</summary>
    Task EnsureEmptyAsync(CancellationToken cancellationToken);

    /// <summary>The keys in a copy that protect secrets, as they are stored; none where it has no such table.</summary>
    Task<IReadOnlyList<string>> ReadKeysAsync(string file, CancellationToken cancellationToken);

    /// <summary>Fills the empty database and returns the number of rows of each table.</summary>
    Task<IReadOnlyDictionary<string, long>> RestoreAsync(string file, CancellationToken cancellationToken);
}
