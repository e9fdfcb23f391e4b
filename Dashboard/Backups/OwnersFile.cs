using System.Buffers;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Dashboard.Backups;

/// <summary>Files and folders that are for their owner alone: a backup holds all secrets.</summary>
internal static partial class OwnersFile
{
    private const int BufferSize = 1 << 17;
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileMode600 | UnixFileMode.UserExecute;

    /// <summary>How a new file is opened for writing.</summary>
    public static FileStreamOptions New()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return options;
    }

    /// <summary>Makes a folder, and those above it that are not there.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (File.Exists(path))
        {
            throw new BackupException($"{path} is a file, no folder. Name another folder.");
        }

        // One by one: the mode is that of the last alone.
        if (Path.GetDirectoryName(path) is { Length: > 0 } above)
        {
            CreateFolder(above);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }

    /// <summary>Takes the rights of others on a file that something else has made.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, FileMode600);
        }
    }

    /// <summary>Copies a file with its time, and returns its SHA-256 and size.</summary>
    public static async Task<(string Sha256, long Bytes)> CopyAsync(string from, string to, CancellationToken cancellationToken)
    {
        long bytes;
        string sum;
        await using (var source = OpenRead(from))
        await using (var target = new FileStream(to, New()))
        {
            (sum, bytes) = await HashAsync(source, target, cancellationToken);
        }

        File.SetLastWriteTimeUtc(to, File.GetLastWriteTimeUtc(from));
        return (sum, bytes);
    }

    /// <summary>The SHA-256 and size of a file.</summary>
    public static async Task<(string Sha256, long Bytes)> SumAsync(string path, CancellationToken cancellationToken)
    {
        await using var source = OpenRead(path);
        return await HashAsync(source, Stream.Null, cancellationToken);
    }

    /// <summary>Gives a file a second name on the same disk; false: that is not possible there.</summary>
    public static bool TryLink(string from, string to) => !OperatingSystem.IsWindows() && Link(from, to) == 0;

    private static FileStream OpenRead(string path) => new(
        path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.SequentialScan, BufferSize = 0 });

    private static async Task<(string Sha256, long Bytes)> HashAsync(FileStream source, Stream target, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            var bytes = 0L;
            while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                bytes += read;
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string from, string to);
}
