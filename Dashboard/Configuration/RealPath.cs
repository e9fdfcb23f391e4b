namespace Dashboard.Configuration;

/// <summary>Where a path leads when every link on the way is followed.</summary>
internal static class RealPath
{
    // As many as Linux follows.
    private const int MaxLinks = 40;

    /// <summary>The full path; what does not exist, or cannot be read, is taken as it is written.</summary>
    public static string Follow(string path) => Path.TrimEndingDirectorySeparator(Follow(Path.GetFullPath(path), MaxLinks));

    private static string Follow(string path, int links)
    {
        var real = Path.GetPathRoot(path)!;
        foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (links > 0 && Target(real) is { } target)
            {
                real = Follow(target, links - 1);
            }
        }

        return real;
    }

    private static string? Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
