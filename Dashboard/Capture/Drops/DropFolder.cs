using Dashboard.Capture.Files;
using Dashboard.Configuration;
using Dashboard.Imaging;

namespace Dashboard.Capture.Drops;

/// <summary>A picture that was dropped in a folder.</summary>
/// <param name="Path">Its full path.</param>
/// <param name="DroppedAt">When it was written last: when its vehicle stood there, as far as anybody knows.</param>
internal sealed record DroppedPicture(string Path, DateTimeOffset DroppedAt);

/// <summary>
/// A folder, with those inside it, in which a camera or an FTP server drops pictures. What was read is moved to <see cref="ReadFolder"/>, so that
/// nothing is read twice, whenever the server is stopped; there it stays for <see cref="KeptDays"/> days. Not thread-safe.
/// </summary>
internal sealed class DropFolder(string root, TimeProvider time, ServerOptions? server = null)
{
    /// <summary>Where pictures go that were read.</summary>
    public const string ReadFolder = "read";

    /// <summary>Where files go that are no pictures, or damaged ones; they stay.</summary>
    public const string UnreadableFolder = "unreadable";

    /// <summary>How long pictures stay after they were read, days.</summary>
    public const int KeptDays = 7;

    /// <summary>The most pictures of one look; the others come with the next.</summary>
    public const int MaxPictures = 5_000;

    private const int MaxDepth = 8;

    // What nothing is written to any more for so long is whole.
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SettledBefore = TimeSpan.FromSeconds(5);
    private static readonly EnumerationOptions Flat = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint };

    private static readonly EnumerationOptions Deep = new()
    {
        AttributesToSkip = FileAttributes.Hidden | FileAttributes.ReparsePoint,
        RecurseSubdirectories = true,
        MaxRecursionDepth = MaxDepth,
    };

    private Dictionary<string, (long Length, DateTime WrittenAt, long SeenAt)> _seen = new(StringComparer.Ordinal);

    /// <summary>How many pictures waited at the last look, settled or not.</summary>
    public int Waiting { get; private set; }

    /// <summary>
    /// Makes the folders for what was read, and tries whether anything can be moved there. Throws <see cref="CaptureException"/> where it cannot.
    /// </summary>
    public void Prepare()
    {
        if (!Directory.Exists(root))
        {
            throw new CaptureException($"There is no folder {root} on the server: check the path.");
        }

        if (server is not null && (server.IsInDataDirectory(root) || IsWithin(server.DataPath(), root)))
        {
            throw new CaptureException($"The server's own data lies in {root}, and its pictures would be moved: choose a folder of its own.");
        }

        try
        {
            var probe = Path.Combine(Directory.CreateDirectory(Path.Combine(root, ReadFolder)).FullName, ".probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotMove(exception);
        }
    }

    /// <summary>
    /// The pictures that lie there whole, the oldest first. Throws <see cref="CaptureException"/> where the folder cannot be read.
    /// </summary>
    public IReadOnlyList<DroppedPicture> Look()
    {
        var seen = new Dictionary<string, (long, DateTime, long)>(StringComparer.Ordinal);
        var settled = new List<DroppedPicture>();
        var now = time.GetUtcNow();
        try
        {
            foreach (var file in Pictures().Take(MaxPictures))
            {
                var (length, written) = (file.Length, file.LastWriteTimeUtc);
                var known = _seen.GetValueOrDefault(file.FullName);
                var isSame = known.SeenAt != 0 && (known.Length, known.WrittenAt) == (length, written);
                seen[file.FullName] = (length, written, isSame ? known.SeenAt : time.GetTimestamp());
                var at = new DateTimeOffset(written);
                if (now - at >= SettledBefore || (isSame && time.GetElapsedTime(known.SeenAt) >= Settled))
                {
                    settled.Add(new DroppedPicture(file.FullName, at < now ? at : now));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"The server cannot read the folder {root}: check that it is there, and its permissions.", exception);
        }

        (_seen, Waiting) = (seen, seen.Count);
        return [.. settled.OrderBy(picture => picture.DroppedAt).ThenBy(picture => picture.Path, NaturalOrder.Instance)];
    }

    /// <summary>The picture that was dropped last, read or not; null: there is none.</summary>
    public DroppedPicture? Newest() =>
        new DirectoryInfo(root).EnumerateFiles("*", Deep).Where(file => PictureCodec.IsNamedAsPicture(file.Name)).Take(MaxPictures)
            .MaxBy(file => file.LastWriteTimeUtc) is { } file ? new DroppedPicture(file.FullName, file.LastWriteTimeUtc) : null;

    /// <summary>Moves a picture to those that were read, or cannot be. Throws <see cref="CaptureException"/> where that fails.</summary>
    public void Move(string path, bool isRead)
    {
        var target = Path.Combine(root, isRead ? ReadFolder : UnreadableFolder, Path.GetRelativePath(root, path));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            target = Free(target);
            File.Move(path, target);
            File.SetLastAccessTimeUtc(target, time.GetUtcNow().UtcDateTime);
        }
        catch (FileNotFoundException)
        {
            // Somebody else has taken it.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotMove(exception);
        }
    }

    /// <summary>Deletes what was read more than <see cref="KeptDays"/> days ago, by when it was touched last.</summary>
    public void Prune()
    {
        var read = new DirectoryInfo(Path.Combine(root, ReadFolder));
        var oldest = time.GetUtcNow().AddDays(-KeptDays).UtcDateTime;
        try
        {
            foreach (var file in read.EnumerateFiles("*", Deep)
                .Where(file => PictureCodec.IsNamedAsPicture(file.Name) && file.LastAccessTimeUtc < oldest && file.LastWriteTimeUtc < oldest))
            {
                file.Delete();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotMove(exception);
        }
    }

    private static bool IsWithin(string path, string folder)
    {
        var around = RealPath.Follow(folder).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar;
        return RealPath.Follow(path).StartsWith(around, StringComparison.Ordinal);
    }

    private IEnumerable<FileInfo> Pictures()
    {
        var folder = new DirectoryInfo(root);
        var inside = folder.EnumerateDirectories("*", Flat)
            .Where(inner => inner.Name is not (ReadFolder or UnreadableFolder))
            .SelectMany(inner => inner.EnumerateFiles("*", Deep));
        return folder.EnumerateFiles("*", Flat).Concat(inside).Where(file => PictureCodec.IsNamedAsPicture(file.Name));
    }

    private static string Free(string path)
    {
        var (folder, name, extension) = (Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        var free = path;
        for (var number = 2; File.Exists(free); number++)
        {
            free = Path.Combine(folder, $"{name} ({number}){extension}");
        }

        return free;
    }

    private CaptureException CannotMove(Exception exception) => new(
        $"The server cannot move pictures within {root}: give it the right to write there, since each is moved to “{ReadFolder}” once it was read.",
        exception);
}
