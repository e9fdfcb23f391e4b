namespace Dashboard.Tests.Support.Processes;

/// <summary>Looks for running programs by a text in their command line (Linux).</summary>
internal static class ChildPrograms
{
    /// <summary>Numbers of the ffmpeg processes whose command line holds the text.</summary>
    public static IReadOnlyList<int> Ffmpeg(string text)
    {
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), out var id) && CommandLine(id) is var line && line.StartsWith(
                "ffmpeg\0", StringComparison.Ordinal)
                && line.Contains(text, StringComparison.Ordinal))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>Whether a program that runs was given the text when it was started, as an argument or in its surroundings.</summary>
    public static bool IsInAnyCommandLine(string text) => Directory.EnumerateDirectories("/proc")
        .Any(folder => int.TryParse(Path.GetFileName(folder), out var id)
            && (CommandLine(id).Contains(text, StringComparison.Ordinal) || Read(id, "environ").Contains(text, StringComparison.Ordinal)));

    private static string CommandLine(int id) => Read(id, "cmdline");

    private static string Read(int id, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
