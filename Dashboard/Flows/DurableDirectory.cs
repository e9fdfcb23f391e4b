using System.Runtime.InteropServices;

namespace Dashboard.Flows;

/// <summary>
/// Folders whose entries survive a power cut: a new or renamed file is only safe once its folder is flushed too, see fsync(2). Windows has no
/// such call; there NTFS keeps its folders by a journal.
/// </summary>
internal static partial class DurableDirectory
{
    private const int ReadOnly = 0;

    /// <summary>Makes a folder with all above it, each entered durably in the one above.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var above = Path.GetDirectoryName(path);
        if (above is not null)
        {
            Create(above);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        if (above is not null)
        {
            Flush(above);
        }
    }

    /// <summary>Flushes the entries of a folder. Throws <see cref="IOException"/> where the disk fails.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var folder = Open(path, ReadOnly);
        if (folder < 0)
        {
            throw new IOException($"The folder {path} cannot be opened: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        var flushed = Synchronize(folder);
        var error = Marshal.GetLastPInvokeErrorMessage();
        _ = Close(folder);
        if (flushed != 0)
        {
            throw new IOException($"The folder {path} cannot be flushed to the disk: {error}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
