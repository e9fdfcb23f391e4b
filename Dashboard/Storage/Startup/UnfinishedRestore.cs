using Dashboard.Configuration;

namespace Dashboard.Storage.Startup;

/// <summary>
/// A mark in a data directory into which a backup is being restored. Where it stays, the restoring was killed: no server starts on what there is.
/// While it is held, the restoring goes on, and no other begins.
/// </summary>
internal sealed class UnfinishedRestore : IDisposable
{
    internal const string FileName = "restore.unfinished";

    private readonly string _path;
    private readonly FileStream _held;

    private UnfinishedRestore(string path, FileStream held) => (_path, _held) = (path, held);

    public static bool IsIn(string dataDirectory) => File.Exists(Path.Combine(dataDirectory, FileName));

    /// <summary>
    /// Puts the mark there, or takes the one of a restoring that was killed. Throws <see cref="StartException"/> where one goes on.
    /// </summary>
    public static UnfinishedRestore Begin(string dataDirectory)
    {
        var path = Path.Combine(dataDirectory, FileName);
        try
        {
            return new UnfinishedRestore(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None));
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new StartException($"A backup is being restored into {dataDirectory} at this moment", exception);
        }
    }

    /// <summary>All is there.</summary>
    public void End() => File.Delete(_path);

    public void Dispose() => _held.Dispose();
}
