using System.Threading.Channels;
using Dashboard.Domain.Recognition;
using Dashboard.Hosting.Process;

namespace Dashboard.Pipeline;

/// <summary>The plates of one frame, with the frame: tracking encodes it where it is a vehicle's best view, then disposes it.</summary>
/// <param name="Reads">Its plates, read or not; empty where it is still.</param>
/// <param name="IsStill">It shows what its camera's frame before it showed, and was not processed.</param>
internal readonly record struct FrameReads(VideoFrame Frame, IReadOnlyList<PlateRead> Reads, bool IsStill = false)
{
    /// <summary>How long finding and reading its plates took, ms.</summary>
    public double ProcessingMs { get; init; }
}

/// <summary>
/// The queues between the stages from a camera to a stored flow: how much each holds, and what happens when it is full. All are bounded;
/// only <see cref="Frames"/> drops, and counts what it drops. What agents push waits in a queue of its own (<c>Agents/Intake</c>).
/// </summary>
internal sealed class PipelineQueues(MemoryOptions? memory = null)
{
    /// <summary>Frames in flight hold large buffers, so few.</summary>
    public const int MaxReads = 8;

    /// <summary>Drafts that wait for the database, with a JPEG each.</summary>
    public const int MaxFlowDrafts = 256;

    /// <summary>
    /// Capture to recognition: one frame a camera, and an eighth of the memory in all; what is replaced or has no room is counted here and on the
    /// camera.
    /// </summary>
    public LatestFrames Frames { get; } = new((memory ?? new MemoryOptions()).WaitingFrameBytes);

    /// <summary>Recognition to tracking: when full, recognition waits, and live frames are dropped above.</summary>
    public Channel<FrameReads> Reads { get; } = Channel.CreateBounded<FrameReads>(
        new BoundedChannelOptions(MaxReads) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>
    /// Tracking and manual captures to the recorder: waits when full; nothing that was seen is thrown away because the disk is slow.
    /// </summary>
    public Channel<FlowDraft> FlowDrafts { get; } = Channel.CreateBounded<FlowDraft>(
        new BoundedChannelOptions(MaxFlowDrafts) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
}
