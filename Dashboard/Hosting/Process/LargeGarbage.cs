namespace Dashboard.Hosting.Process;

/// <summary>
/// Counts large buffers that are let go, such as files of pictures, and has them collected before they are many: the runtime by itself lets several
/// times as much pile up as is in use.
/// </summary>
internal static class LargeGarbage
{
    /// <summary>Of smaller ones what is left is collected soon by itself.</summary>
    public const long MinBytes = 4 << 20;

    private const long MaxBytes = 150L << 20;
    private static long _left;

    /// <summary>So much will not be used any more in a moment.</summary>
    public static void Add(long bytes)
    {
        if (bytes >= MinBytes && Interlocked.Add(ref _left, bytes) > MaxBytes && Interlocked.Exchange(ref _left, 0) > MaxBytes)
        {
            Collect();
        }
    }

    /// <summary>Collects what nobody uses, and gives it back to the machine.</summary>
    public static void Collect() => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
}
