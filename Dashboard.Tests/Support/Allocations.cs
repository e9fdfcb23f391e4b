namespace Dashboard.Tests.Support;

/// <summary>
/// Bytes that code allocates on this thread, the least of up to twenty times: a collection that a test beside it causes and a method that the
/// runtime compiles anew add some that are not the code's.
/// </summary>
internal static class Allocations
{
    public static long Min(Action call) => Min(() => Count(call));

    /// <summary>The least of what is measured, for what cannot be called twice alike.</summary>
    public static long Min(Func<long> measure)
    {
        var min = long.MaxValue;
        for (var i = 0; i < 20 && min > 0; i++)
        {
            min = Math.Min(min, measure());
        }

        return min;
    }

    public static long Count(Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
