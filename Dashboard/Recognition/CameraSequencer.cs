using Dashboard.Pipeline;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Recognition;

/// <summary>
/// What the recognition worker keeps of one camera, whose frames many threads work on: its gate, and the order of its
/// frames. Each frame has two turns: in the first the gate is asked whether it is processed, in the second its plates are
/// read and handed on. Between the two, plates of several frames are detected at once (Decision 0022).
/// </summary>
internal sealed class CameraSequencer(FrameGate gate)
{
    private readonly TurnChain _selections = new();
    private readonly TurnChain _deliveries = new();

    public FrameGate Gate { get; } = gate;

    /// <summary>When the last frame entered, as a time stamp.</summary>
    public long EnteredAt { get; private set; }

    /// <summary>Gives a frame its turns. Called for one frame at a time, in their order.</summary>
    public SequencedFrame Enter(VideoFrame frame, long now)
    {
        EnteredAt = now;
        return new SequencedFrame(frame, Gate, _selections.Enter(), _deliveries.Enter());
    }
}

/// <summary>A frame with its turns among the frames of its camera.</summary>
/// <param name="Gate">Its camera's gate.</param>
/// <param name="Selection">In this turn the gate is asked whether the frame is processed.</param>
/// <param name="Delivery">In this turn its plates are read and handed on.</param>
internal sealed record SequencedFrame(VideoFrame Frame, FrameGate Gate, TurnChain.Turn Selection, TurnChain.Turn Delivery);
