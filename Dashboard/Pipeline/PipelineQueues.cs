using System.Threading.Channels;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Pipeline;

/// <summary>The plates of one frame, with the frame: tracking encodes it where it is a vehicle's best view, then disposes it.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Reads">Its plates, read or not; empty where it is still.</param>
/// <param name="IsStill">It shows what its camera's frame before it showed, and was not looked at.</param>
public readonly record struct FrameReads(VideoFrame Frame, IReadOnlyList<PlateRead> Reads, bool IsStill = false)
{
    /// <summary>How long finding and reading its plates took, ms.</summary>
    public double ProcessingMs { get; init; }
}

/// <summary>A vehicle that is to be stored: its group and the JPEG of its best frame, empty (and of no size) where that could not be encoded.</summary>
public sealed record ObservedVehicle(int CameraId, PlateGroup Group, byte[] Jpeg, int Width, int Height, string LprVersion)
{
    /// <summary>How long finding and reading the plates of its best frame took, ms; 0: not known.</summary>
    public double ProcessingMs { get; init; }

    /// <summary>The flow's name where it was told of before; null: this is the first of it.</summary>
    public Guid? Uuid { get; init; }

    /// <summary>The vehicle is still being seen; what it is in the end follows under the same name.</summary>
    public bool IsPreview { get; init; }

    /// <summary>What made it a flow.</summary>
    public TriggerMode TriggerMode { get; init; }

    /// <summary>Hears of the flow once it is stored, or why it was refused; null: nobody waits.</summary>
    public TaskCompletionSource<Flow>? Stored { get; init; }
}

/// <summary>Every queue of the pipeline, its capacity and what happens when it is full.</summary>
public sealed class PipelineQueues
{
    /// <summary>Camera to recogniser: one slot a camera, newest wins, drops are counted on the camera.</summary>
    public LatestFrames Frames { get; } = new();

    /// <summary>Recogniser to tracker: frames in flight hold large buffers, so few; when full the recogniser waits and live frames drop above.</summary>
    public Channel<FrameReads> Reads { get; } = Channel.CreateBounded<FrameReads>(
        new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Tracker to recorder: waits when full; nothing that was seen is thrown away because the disk is slow.</summary>
    public Channel<ObservedVehicle> Vehicles { get; } = Channel.CreateBounded<ObservedVehicle>(
        new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
}
