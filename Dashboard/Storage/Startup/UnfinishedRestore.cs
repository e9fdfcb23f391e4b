namespace Dashboard.Storage.Startup;

/// <summary>
/// A mark in a data directory into which a backup is being restored. Where it stays, the restoring was killed: no server starts on what there is.
/// </summary>
internal static class UnfinishedRestore
{
    internal const string FileName = "restore.unfinished";

    public static bool IsIn(string dataDirectory) => File.Exists(Path.Combine(dataDirectory, FileName));

    public static void Begin(string dataDirectory) =>
        File.WriteAllText(Path.Combine(dataDirectory, FileName), "A backup is being restored here. Restore it again where that was interrupted.\n");

    public static void End(string dataDirectory) => File.Delete(Path.Combine(dataDirectory, FileName));
}
