using System.Globalization;
using Dashboard.Configuration;

namespace Dashboard.Backups;

/// <summary>A folder of backups: each is a folder in it, named by its time.</summary>
internal sealed class BackupFolder(string path)
{
    private const string NameFormat = "yyyy-MM-dd'T'HH-mm-ss'Z'";
    private const string Unfinished = ".unfinished";
    private const string Busy = "Another backup is being made there.";
    private const string LockName = "backup.lock";

    // Machines' clocks differ a little.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromMinutes(5);

    /// <summary>Why no backup can be made in a folder, as a sentence; null: one can. Makes the folder; what is no path is not looked at.</summary>
    public static string? FindError(string path)
    {
        if (!Path.IsPathFullyQualified(path))
        {
            return null;
        }

        try
        {
            new BackupFolder(path).Lock().Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"No backup can be made there ({exception.Message.TrimEnd('.')}). Give the server's user write access, or name another folder.";
        }
        catch (BackupException exception)
        {
            return exception.Message == Busy ? null : exception.Message; // Where one is being made at this moment, they can be.
        }
    }

    /// <summary>All backups that are whole, oldest first.</summary>
    public IReadOnlyList<string> Whole() => Directory.Exists(path)
        ? [.. Directory.EnumerateDirectories(path).Where(IsWhole).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Those of a time that is still to come: a clock was wrong when they were made, or is wrong now.</summary>
    public IReadOnlyList<string> Ahead(DateTimeOffset now) => [.. Whole().Where(folder => IsAhead(folder, now))];

    /// <summary>
    /// The backup at a path: the folder itself, or the newest in it; one of a time that is still to come only where there is no other.
    /// </summary>
    public static string Find(string path, DateTimeOffset now)
    {
        if (File.Exists(Path.Combine(path, BackupManifest.FileName)))
        {
            return path;
        }

        var whole = new BackupFolder(path).Whole();
        return whole.LastOrDefault(folder => !IsAhead(folder, now)) ?? whole.LastOrDefault()
            ?? throw new StartException($"There is no backup in {path}");
    }

    /// <summary>When the newest was begun that is of no time to come; null: there is none.</summary>
    public DateTimeOffset? NewestAt(DateTimeOffset now) =>
        Whole().LastOrDefault(folder => !IsAhead(folder, now)) is { } newest ? TimeOf(newest) : null;

    /// <summary>The folder that a new backup is made in until it is whole.</summary>
    public string Begin(DateTimeOffset at)
    {
        var unfinished = Path.Combine(path, at.UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture) + Unfinished);
        if (Directory.Exists(unfinished[..^Unfinished.Length]))
        {
            throw new BackupException("A backup of this second is there already.");
        }

        OwnersFile.CreateFolder(unfinished);
        return unfinished;
    }

    /// <summary>Gives a new backup its name, now that it is whole.</summary>
    public static string Finish(string unfinished)
    {
        var whole = unfinished[..^Unfinished.Length];
        Directory.Move(unfinished, whole);
        return whole;
    }

    /// <summary>
    /// Removes what a run that was killed has left, and the oldest backups but so many. Those of a time that is still to come do not count and stay.
    /// </summary>
    public int CleanUp(int? keep, DateTimeOffset now)
    {
        foreach (var left in Directory.EnumerateDirectories(path, "*" + Unfinished))
        {
            Directory.Delete(left, recursive: true);
        }

        var old = keep is { } kept ? Whole().Where(folder => !IsAhead(folder, now)).SkipLast(kept).ToList() : [];
        foreach (var folder in old)
        {
            // Without its manifest it is no backup any more, should the rest of it be in the way.
            File.Delete(Path.Combine(folder, BackupManifest.FileName));
            Directory.Delete(folder, recursive: true);
        }

        return old.Count;
    }

    /// <summary>Until it is disposed, nobody else makes a backup there. Makes the folder.</summary>
    public IDisposable Lock()
    {
        OwnersFile.CreateFolder(path);
        var file = Path.Combine(path, LockName);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new BackupException(Busy);
        }
    }

    private static bool IsAhead(string folder, DateTimeOffset now) => TimeOf(folder) > now + MaxAhead;

    private static bool IsWhole(string folder) => TimeOf(folder) is not null && File.Exists(Path.Combine(folder, BackupManifest.FileName));

    private static DateTimeOffset? TimeOf(string folder) => DateTimeOffset.TryParseExact(
        Path.GetFileName(folder), NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
