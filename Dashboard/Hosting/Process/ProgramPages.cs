using System.Globalization;
using System.Runtime.InteropServices;

namespace Dashboard.Hosting.Process;

/// <summary>
/// The pages of program files that lie in memory. Half of them were needed for the start alone; Linux keeps them while nobody else wants the room.
/// </summary>
internal static partial class ProgramPages
{
    private const int PageOut = 21; // MADV_PAGEOUT, since Linux 5.4; an older one refuses it.

    /// <summary>Lets the machine have them. What is used again is read again.</summary>
    public static void Release()
    {
        try
        {
            foreach (var line in File.ReadLines("/proc/self/maps"))
            {
                if (Read(line) is var (start, length))
                {
                    _ = Advise(start, length, PageOut);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or EntryPointNotFoundException)
        {
            // A machine that shows or knows no such thing.
        }
    }

    /// <summary>Where a file lies that is only read, by a line of the list of what lies where; null: there is none.</summary>
    internal static (nint Start, nuint Length)? Read(string line)
    {
        // 7f12a000-7f12b000 r-xp 00000000 08:01 1234    /usr/lib/x.so
        var (between, space, path) = (line.IndexOf('-'), line.IndexOf(' '), line.IndexOf('/'));
        if (between < 1 || space < between || path < space || line[(space + 1)..].StartsWith("rw", StringComparison.Ordinal)
            || line[path..].StartsWith("/memfd:", StringComparison.Ordinal) || line.EndsWith(" (deleted)", StringComparison.Ordinal))
        {
            return null;
        }

        return ulong.TryParse(line.AsSpan(0, between), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var start)
            && ulong.TryParse(line.AsSpan(between + 1, space - between - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var end)
            && end > start ? ((nint)start, (nuint)(end - start)) : null;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint start, nuint length, int advice);
}
