using Dashboard.Bench.Speed;

namespace Dashboard.Bench.Kernels;

/// <summary>Processor time of short work: the best of several rounds, because what disturbs only ever adds.</summary>
internal static class KernelTime
{
    private const double RoundMilliseconds = 30;

    /// <summary>Milliseconds that each of two takes, in turns, so that both see the same machine.</summary>
    public static (double Own, double OpenCv) Compare(Action own, Action openCv, int rounds)
    {
        var (bestOwn, bestOpenCv) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < rounds; round++)
        {
            bestOwn = Math.Min(bestOwn, Round(own));
            bestOpenCv = Math.Min(bestOpenCv, Round(openCv));
        }

        return (bestOwn, bestOpenCv);
    }

    /// <summary>Milliseconds that it takes.</summary>
    public static double Measure(Action work, int rounds) => Enumerable.Range(0, rounds).Min(_ => Round(work));

    private static double Round(Action work)
    {
        work();
        var (start, runs) = (ProcessorTime.OfThread, 0);
        double busy;
        do
        {
            work();
            runs++;
            busy = ProcessorTime.OfThread - start;
        }
        while (busy < RoundMilliseconds);
        return busy / runs;
    }
}
