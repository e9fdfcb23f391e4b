using System.Runtime.CompilerServices;

namespace Dashboard.Backups;

/// <summary>A file of a backup, by its path below it with slashes, and its SHA-256.</summary>
internal readonly record struct FileSum(string Path, string Sha256);

/// <summary>
/// The list of a backup's files: lines of sum and path as <c>sha256sum -c</c> takes them, sorted by path, so that two lists are compared line by line
/// without holding either.
/// </summary>
internal static class SumList
{
    public const string FileName = "SHA256SUMS";

    private const int SumLength = 64;
    private const string Between = "  ";

    public static string Line(FileSum file) => $"{file.Sha256}{Between}{file.Path}";

    /// <summary>Reads the files of a backup; none where it has no list.</summary>
    public static async IAsyncEnumerable<FileSum> ReadAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!PlainFile.IsIn(folder, FileName))
        {
            yield break;
        }

        using var text = new StreamReader(Path.Combine(folder, FileName));
        while (await text.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length <= SumLength + Between.Length || line.IndexOf(Between, StringComparison.Ordinal) != SumLength
                || !IsBelow(line[(SumLength + Between.Length)..]))
            {
                throw new BackupException($"The list of the files of the backup {folder} cannot be read.");
            }

            yield return new FileSum(line[(SumLength + Between.Length)..], line[..SumLength]);
        }
    }

    // A list that somebody else has written must not lead out of its folder.
    private static bool IsBelow(string path) => !Path.IsPathRooted(path) && !path.Split('/', '\\').Any(part => part is "" or "." or "..");
}
