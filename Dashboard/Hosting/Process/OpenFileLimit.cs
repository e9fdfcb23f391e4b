using System.Globalization;

namespace Dashboard.Hosting.Process;

/// <summary>
/// How many files the system lets this process open. The runtime keeps each library open, so with too few it fails anywhere, with an error that does
/// not name the cause.
/// </summary>
internal static class OpenFileLimit
{
    /// <summary>The program alone takes some 450.</summary>
    public const int Min = 1024;

    private const string Line = "Max open files";

    /// <summary>What is wrong with the limit; null: nothing, or the system does not tell.</summary>
    public static string? FindFault()
    {
        try
        {
            return FindFault(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same of the lines in which Linux tells the limits of a process: name, what counts, how far it may be raised.</summary>
    internal static string? FindFault(IEnumerable<string> limits)
    {
        var line = limits.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) ?? "";
        var values = line[Math.Min(line.Length, Line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return values.Length > 0 && int.TryParse(values[0], CultureInfo.InvariantCulture, out var limit) && limit < Min
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"This program may open {limit} files, and needs {Min} or more: raise the limit (ulimit -n 65536, or LimitNOFILE=65536 in its unit)")
            : null;
    }
}
