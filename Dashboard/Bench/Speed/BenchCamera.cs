using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Bench.Speed;

/// <summary>One camera's frames through the stages that the server has, one after the other on one thread, each timed.</summary>
internal sealed class BenchCamera(IPlateRecognizer recognizer, PictureCodec codec, TrackingRules rules, FrameSelectionOptions frameSelection)
{
    private readonly FrameGate _gate = new(frameSelection);
    private readonly PlateTracker _tracker = new(rules);

    /// <summary>Telling whether a frame shows anything new.</summary>
    public StageTime Motion { get; } = new("motion");

    public StageTime Detect { get; } = new("detect");

    /// <summary>Reading what was found and is not known.</summary>
    public StageTime Read { get; } = new("read");

    /// <summary>Grouping reads into vehicles.</summary>
    public StageTime Track { get; } = new("track");

    /// <summary>Compressing a vehicle's best views.</summary>
    public StageTime Encode { get; } = new("encode");

    /// <summary>The stages in their order.</summary>
    public IReadOnlyList<StageTime> Stages => [Motion, Detect, Read, Track, Encode];

    public int Frames { get; private set; }

    /// <summary>Plates that were found, one in each frame.</summary>
    public int Found { get; private set; }

    public int PlatesRead { get; private set; }

    /// <summary>Vehicles that were complete.</summary>
    public int Flows { get; private set; }

    /// <summary>Time the processor is busy with a frame, in milliseconds, all stages together.</summary>
    public double ProcessorPerFrame => Frames == 0 ? 0 : Stages.Sum(stage => stage.ProcessorTotal) / Frames;

    /// <summary>Bytes allocated on the managed heap for a frame, all stages together.</summary>
    public double BytesPerFrame => Frames == 0 ? 0 : (double)Stages.Sum(stage => stage.Bytes) / Frames;

    /// <summary>Takes a frame, which stays the caller's; returns its plates.</summary>
    public IReadOnlyList<PlateRead> Take(VideoFrame frame)
    {
        Frames++;
        var luma = LumaImage.FromFrame(frame);
        var watch = default(StageWatch);
        watch.Start();
        var shouldProcess = _gate.ShouldProcess(luma, null, frame.CapturedAt);
        watch.End(Motion);
        if (!shouldProcess)
        {
            _gate.MarkStill(frame.CapturedAt);
            _tracker.ObserveStill(frame.CapturedAt);
            Flows += _tracker.Close(frame.CapturedAt).Flows.Count;
            watch.End(Track);
            return [];
        }

        var plates = recognizer.Detect(luma);
        watch.End(Detect);
        var toRead = _gate.PlatesToRead(luma, plates, frame.CapturedAt);
        (Found, PlatesRead) = (Found + plates.Count, PlatesRead + toRead.Count);
        var reads = _gate.AddReads(toRead.Count == 0 ? [] : recognizer.Read(luma, toRead));
        if (plates.Count > 0)
        {
            watch.End(Read);
        }

        var tracked = _tracker.Observe(frame.CapturedAt, frame.Width, frame.Height, reads);
        Flows += _tracker.Close(frame.CapturedAt).Flows.Count;
        watch.End(Track);
        if (tracked.Any(read => read.IsBestView))
        {
            watch.Start();
            codec.Encode(frame);
            watch.End(Encode);
        }

        return reads;
    }

    /// <summary>The clip has ended: what is open is complete.</summary>
    public void End() => Flows += _tracker.CloseAll().Flows.Count;
}
