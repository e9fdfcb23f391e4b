using System.Diagnostics;

namespace Dashboard.Bench.Speed;

/// <summary>The times of one stage of the pipeline, a value a frame in which it ran.</summary>
/// <param name="name">The stage.</param>
internal sealed class StageTime(string name)
{
    private readonly List<double> _milliseconds = [];
    private double _processor;
    private long _bytes;

    public string Name { get; } = name;

    /// <summary>Frames in which it ran.</summary>
    public int Frames => _milliseconds.Count;

    /// <summary>Mean by the clock, in milliseconds.</summary>
    public double Mean => Frames == 0 ? 0 : _milliseconds.Average();

    public double Median => Quantile(0.5);

    /// <summary>What nineteen of twenty frames stay below.</summary>
    public double Late => Quantile(0.95);

    /// <summary>Mean time the processor was busy, in milliseconds.</summary>
    public double Processor => Frames == 0 ? 0 : _processor / Frames;

    /// <summary>All of the processor's time, in milliseconds.</summary>
    public double ProcessorTotal => _processor;

    /// <summary>Bytes allocated on the managed heap, all frames together.</summary>
    public long Bytes => _bytes;

    public void Add(double milliseconds, double processor, long bytes)
    {
        _milliseconds.Add(milliseconds);
        _processor += processor;
        _bytes += bytes;
    }

    private double Quantile(double share) => Frames == 0 ? 0 : _milliseconds.Order().ElementAt((int)(share * (Frames - 1)));
}

/// <summary>A stop watch for stages that follow each other on one thread: clock, processor and heap.</summary>
internal struct StageWatch
{
    private long _mark;
    private double _processor;
    private long _bytes;

    public void Start()
    {
        _bytes = GC.GetAllocatedBytesForCurrentThread();
        _processor = ProcessorTime.OfThread;
        _mark = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends the stage, and begins the next.</summary>
    public void End(StageTime stage)
    {
        var took = Stopwatch.GetElapsedTime(_mark).TotalMilliseconds;
        var busy = ProcessorTime.OfThread - _processor;
        stage.Add(took, busy, GC.GetAllocatedBytesForCurrentThread() - _bytes);
        Start();
    }
}
