namespace Dashboard.Tests.Support;

/// <summary>
/// Bytes that code allocates on this thread, the least of up to twenty times: a collection that a test beside it causes and a method that the
/// runtime compiles anew add some that are not the code's.
/// </summary>
internal static class Allocations
{
    public static long Least(Action call) => Least(() => Count(call));

    /// <summary>The least of what is measured, for what cannot be called twice alike.</summary>
    public static long Least(Func<long> measure)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 20 && least > 0; i++)
        {
            least = Math.Min(least, measure());
        }

        return least;
    }

    public static long Count(Action call)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
