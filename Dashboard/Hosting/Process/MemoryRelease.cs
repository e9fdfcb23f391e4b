using System.Runtime.InteropServices;

namespace Dashboard.Hosting.Process;

/// <summary>
/// Gives memory back to the machine: free buffers that nobody needed for a while, and, where little is allocated or the program has more than it may,
/// what the runtime and the C library hold free. None does so by itself when a crowd has gone. Twice, when the start should be over and
/// when it is long over, also the pages of the program's own files.
/// </summary>
internal sealed partial class MemoryRelease(IEnumerable<IKeptMemory> kept, MemoryOptions options, TimeProvider time, ILogger<MemoryRelease> log)
    : PeriodicWork(Interval, isAtOnce: false, "Memory could not be given back", time, log)
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>Bytes allocated between two polls on a server that is busy with little more than its cameras.</summary>
    private const long CalmBytes = 200L << 20;

    /// <summary>When a start is over: on most machines, and on a busy one, where what was let go too early has come back.</summary>
    private static readonly TimeSpan[] Started = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(4)];

    private readonly long _startedAt = time.GetTimestamp();
    private readonly ReleaseRule _rule = new(options.Bytes);
    private long _allocated;
    private int _programReleases;

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken cancellationToken)
    {
        var trimmed = kept.Sum(memory => memory.Trim());
        var allocated = GC.GetTotalAllocatedBytes();
        var isCalm = allocated - _allocated < CalmBytes;
        _allocated = allocated;
        var isProgramDue = isCalm && _programReleases < Started.Length && Time.GetElapsedTime(_startedAt) > Started[_programReleases];
        if (isProgramDue || _rule.IsDue(isCalm, Environment.WorkingSet, trimmed))
        {
            GiveBack(isProgramDue);
            _rule.Settle(isCalm, Environment.WorkingSet);
        }
        else if (isCalm && OperatingSystem.IsLinux())
        {
            TrimNative(); // Without a collection it costs next to nothing.
        }

        return Task.CompletedTask;
    }

    private void GiveBack(bool isProgramDue)
    {
        var before = Environment.WorkingSet;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        if (OperatingSystem.IsLinux())
        {
            TrimNative();
            ReleaseProgram(isProgramDue);
        }

        var used = Environment.WorkingSet;
        LogGaveBack((before - used) >> 20, used >> 20);
    }

    // Only so often: what is in use comes back within seconds from the disk, and a slow disk must not be read again and again while vehicles pass.
    private void ReleaseProgram(bool isDue)
    {
        if (isDue)
        {
            _programReleases++;
            ProgramPages.Release();
        }
    }

    private static void TrimNative()
    {
        try
        {
            _ = MallocTrim(0);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // A C library that knows no such thing.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);

    [LoggerMessage(LogLevel.Debug, "Gave {Megabytes} MB back to the machine; {Used} MB are in use")]
    private partial void LogGaveBack(long megabytes, long used);
}
