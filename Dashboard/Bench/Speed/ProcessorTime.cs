using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dashboard.Bench.Speed;

/// <summary>
/// How long a processor was busy, in milliseconds: on a machine that does other things too it says more than the clock.
/// Counted on Linux; elsewhere the clock takes its place.
/// </summary>
internal static partial class ProcessorTime
{
    private const int ThreadClock = 3;
    private const int Children = -1;

    public static bool IsCounted { get; } = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    /// <summary>What the calling thread has used since it began.</summary>
    public static double OfThread => IsCounted && GetTime(ThreadClock, out var time) == 0
        ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6)
        : Stopwatch.GetTimestamp() * 1e3 / Stopwatch.Frequency;

    /// <summary>What programs that this one started, and that have ended, have used; null where it is not counted.</summary>
    public static unsafe double? OfEndedPrograms
    {
        get
        {
            // struct rusage: user and system time, seconds and microseconds each, and fourteen more numbers.
            var usage = stackalloc long[32];
            return IsCounted && GetUsage(Children, usage) == 0 ? ((usage[0] + usage[2]) * 1e3) + ((usage[1] + usage[3]) / 1e3) : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    [LibraryImport("libc", EntryPoint = "getrusage")]
    private static unsafe partial int GetUsage(int who, long* usage);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Time
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
