using System.Globalization;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>Tells whether it is this process that holds a database's lock for writing, as far as Linux says so.</summary>
internal static class SqliteLockHolder
{
    // The byte of the file beside the database that whoever writes has locked, see sqlite.org/walformat.html.
    private const long WriteLock = 120;

    /// <summary>True: it is this process; false: another one, or nobody knows.</summary>
    /// <param name="database">Full path of the database file.</param>
    public static bool IsThisProcess(string database)
    {
        try
        {
            return File.Exists("/proc/locks")
                && IsThisProcess(File.ReadLines("/proc/self/maps"), File.ReadLines("/proc/locks"), database, Environment.ProcessId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same of what the two files say: lines such as <c>7f… rw-s 00000000 fe:00 1234 /data/dashboard.db-shm</c> and
    /// <c>3: POSIX  ADVISORY  WRITE 4711 fe:00:1234 120 120</c>.</summary>
    internal static bool IsThisProcess(IEnumerable<string> maps, IEnumerable<string> locks, string database, int processId)
    {
        var place = maps.FirstOrDefault(line => line.EndsWith($" {database}-shm", StringComparison.Ordinal));
        if (place?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [_, _, _, var device, var inode, ..])
        {
            return false;
        }

        return locks.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Any(words =>
            words is [_, "POSIX", _, "WRITE", var holder, var file, var first, var last]
            && file == $"{device}:{inode}"
            && holder == processId.ToString(CultureInfo.InvariantCulture)
            && long.TryParse(first, CultureInfo.InvariantCulture, out var from) && from <= WriteLock
            && (last == "EOF" || (long.TryParse(last, CultureInfo.InvariantCulture, out var to) && to >= WriteLock)));
    }
}
