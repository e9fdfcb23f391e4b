namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>
/// Whether the database's file is still where it was opened, as far as Linux says so: one that is deleted or moved away goes on being written to, and
/// is gone when the server stops.
/// </summary>
internal sealed class SqliteFile
{
    private const string OpenFiles = "/proc/self/fd";
    private const string Deleted = " (deleted)";

    private string? _place;

    /// <summary>Looks; at least one connection to the file must be open.</summary>
    /// <param name="path">Full path of the file, as it was opened.</param>
    public bool IsGone(string path)
    {
        if (!Directory.Exists(OpenFiles))
        {
            return false;
        }

        var open = new List<string>();
        foreach (var link in Directory.EnumerateFiles(OpenFiles))
        {
            try
            {
                if (new FileInfo(link).LinkTarget is { } target)
                {
                    open.Add(target);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Closed meanwhile.
            }
        }

        return IsGone(open, path);
    }

    /// <summary>The same of where the files lie that the process has open, as Linux writes it.</summary>
    internal bool IsGone(IReadOnlyCollection<string> open, string path)
    {
        // Where a folder is a link, Linux tells where that leads.
        _place ??= open.Contains(path) ? path : open.FirstOrDefault(one => one.EndsWith("/" + Path.GetFileName(path), StringComparison.Ordinal));
        return _place is { } place
            && (!open.Contains(place) || open.Contains(place + Deleted) || open.Contains(place + "-wal" + Deleted));
    }
}
