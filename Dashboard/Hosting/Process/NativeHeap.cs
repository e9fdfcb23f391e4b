using System.Runtime.InteropServices;

namespace Dashboard.Hosting.Process;

/// <summary>What the C library may hold free of the memory that decoders, models and OpenCV take and give back.</summary>
internal static partial class NativeHeap
{
    private const int ArenaMax = -8; // M_ARENA_MAX of glibc's malloc.h.
    private const int MinArenas = 2;

    /// <summary>From now on there is a heap a processor: where each thread has its own, each keeps what a crowd has needed.</summary>
    public static void KeepLittle()
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                _ = Option(ArenaMax, Math.Max(MinArenas, Environment.ProcessorCount));
            }
            catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
            {
                // A C library that knows no such thing.
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int Option(int option, int value);
}
