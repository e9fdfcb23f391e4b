using System.Globalization;

namespace Dashboard.Cluster;

/// <summary>How busy this machine is, decoders of cameras and other programs included. Not thread-safe.</summary>
internal sealed class MachineLoad
{
    private const string Statistics = "/proc/stat";
    private long _busy, _all;
    private TimeSpan _own = Environment.CpuUsage.TotalTime;
    private long _at = System.Diagnostics.Stopwatch.GetTimestamp();

    /// <summary>Processors since the last call, and memory at this moment, both 0 to 1.</summary>
    public (double Processors, double Memory) Measure()
    {
        var memory = GC.GetGCMemoryInfo();
        var share = memory.HighMemoryLoadThresholdBytes > 0 ? (double)memory.MemoryLoadBytes / memory.HighMemoryLoadThresholdBytes : 0;
        return (Math.Clamp(OperatingSystem.IsLinux() ? Machine() : Own(), 0, 1), Math.Clamp(share, 0, 1));
    }

    private double Machine()
    {
        var fields = File.ReadLines(Statistics).First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture)).ToArray();

        // What waits for a disk is idle as well.
        var (all, idle) = (fields.Take(8).Sum(), fields[3] + fields[4]);
        var (more, busy) = (all - _all, all - idle - _busy);
        (_all, _busy) = (all, all - idle);
        return more > 0 ? (double)busy / more : 0;
    }

    private double Own()
    {
        var (now, used) = (System.Diagnostics.Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var share = (used - _own) / System.Diagnostics.Stopwatch.GetElapsedTime(_at, now) / Environment.ProcessorCount;
        (_own, _at) = (used, now);
        return double.IsFinite(share) ? share : 0;
    }
}
