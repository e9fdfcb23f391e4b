namespace Dashboard.Tests.Support;

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

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
