using System.Formats.Tar;
using Dashboard.Domain;

namespace Dashboard.Backups.Archives;

/// <summary>
/// Takes files and folders out of a tar archive that anybody may have written: nothing else is taken out, nothing outside of the folder, nothing
/// twice, and never more than the archive has bytes.
/// </summary>
internal static class ArchiveEntries
{
    private const int MaxShownName = 100;
    private const int BufferSize = 1 << 17;

    /// <summary>Unpacks an archive into a folder. Throws <see cref="BackupException"/> where it holds what no backup holds.</summary>
    public static async Task UnpackAsync(Stream archive, string name, string folder, CancellationToken cancellationToken)
    {
        await using var reader = new TarReader(archive, leaveOpen: true);
        var left = archive.Length;
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.GlobalExtendedAttributes:
                    break; // Says something of those that follow, such as who packed them.
                case TarEntryType.Directory:
                    OwnersFile.CreateFolder(PathOf(entry, name, folder));
                    break;
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    left -= await WriteAsync(entry, PathOf(entry, name, folder), left, name, cancellationToken);
                    break;
                default:
                    throw Enum.IsDefined(entry.EntryType)
                        ? Refused(name, entry, "which is neither a file nor a folder")
                        : new InvalidDataException("There is no such kind of entry.");
            }
        }
    }

    // A sparse file may be any number of times as large as what is stored of it.
    private static async Task<long> WriteAsync(TarEntry entry, string path, long max, string name, CancellationToken cancellationToken)
    {
        if (Path.Exists(path))
        {
            throw Refused(name, entry, "which is in it twice");
        }

        OwnersFile.CreateFolder(Path.GetDirectoryName(path)!);
        var written = 0L;
        await using (var file = new FileStream(path, OwnersFile.New()))
        {
            var buffer = new byte[BufferSize];
            while (entry.DataStream is { } data && await data.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                written += read;
                if (written > max)
                {
                    throw Refused(name, entry, "which is larger than the file that it is packed in");
                }

                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }

        File.SetLastWriteTimeUtc(path, entry.ModificationTime.UtcDateTime);
        return written;
    }

    // What other programs have packed may begin with "./".
    private static string PathOf(TarEntry entry, string name, string folder)
    {
        var parts = entry.Name.Split('/').SkipWhile(part => part == ".").ToList();
        if (parts is [.., ""])
        {
            parts.RemoveAt(parts.Count - 1);
        }

        return parts.Exists(part => part is "" or "." or ".." || part.Any(IsForeign) || Path.IsPathRooted(part))
            ? throw Refused(name, entry, "which leads elsewhere")
            : Path.Combine([folder, .. parts]);
    }

    private static bool IsForeign(char letter) => letter is '\\' or ':' || char.IsControl(letter);

    private static BackupException Refused(string archive, TarEntry entry, string why)
    {
        var shown = string.Concat(entry.Name.Select(letter => char.IsControl(letter) ? '?' : letter)).Truncate(MaxShownName, "…");
        return new BackupException(
            $"{archive} is no backup as this program makes them: it holds {shown}, {why}."
            + " Nothing was restored; take the file that was made, or another backup.");
    }
}
