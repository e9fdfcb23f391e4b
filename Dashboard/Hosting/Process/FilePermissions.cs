using System.Runtime.InteropServices;

namespace Dashboard.Hosting.Process;

/// <summary>Whom new files are for.</summary>
internal static partial class FilePermissions
{
    private const uint Others = 0x3F; // 077: group and everybody.

    /// <summary>From now on whatever the program makes is for its owner alone: plates, pictures, locks, reports.</summary>
    public static void KeepToOwner()
    {
        if (!OperatingSystem.IsWindows())
        {
            _ = UMask(Others);
        }
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint UMask(uint mask);
}
