namespace Dashboard.Backups;

/// <summary>
/// Tells the files of a backup from what somebody may have put in their place: links, which lead out of it or to what never ends, and pipes and
/// devices, of which to open one may wait for ever. Those have no length, so that none is opened to be told.
/// </summary>
internal static class PlainFile
{
    /// <summary>Whether a path below a folder, with slashes, is a file that has something in it, and no link leads to it.</summary>
    public static bool IsIn(string folder, string path)
    {
        var at = folder;
        foreach (var part in path.Split('/'))
        {
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is not null)
            {
                return false;
            }
        }

        return new FileInfo(at) is { Exists: true, Length: > 0 };
    }
}
