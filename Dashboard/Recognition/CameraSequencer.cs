using Dashboard.Domain.Recognition;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;
using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Recognition;

/// <summary>
/// The frames of one camera, which many threads work on: each is judged in its turn, then plates are looked for in several
/// at once, and in its turn each is read and handed on.
/// </summary>
internal sealed class CameraSequencer(FrameGate watch)
{
    private readonly object _judging = new();
    private Task _last = Task.CompletedTask;
    private long _entered;
    private long _judged;

    /// <summary>When the last frame entered, as a time stamp.</summary>
    public long EnteredAt { get; private set; }

    /// <summary>Gives a frame its turn. Called for one frame at a time, in their order.</summary>
    public SequencedFrame Enter(VideoFrame frame, long now)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var turn = new SequencedFrame(frame, this, _entered++, _last, done);
        _last = done.Task;
        EnteredAt = now;
        return turn;
    }

    /// <summary>Whether plates are to be looked for in the frame; waits until the frame before is judged, less than a millisecond.</summary>
    public bool WantsLook(in SequencedFrame turn)
    {
        lock (_judging)
        {
            while (_judged != turn.Number)
            {
                Monitor.Wait(_judging);
            }

            try
            {
                return watch.WantsLook(LumaImage.Of(turn.Frame), turn.Frame.Region, turn.Frame.CapturedAt);
            }
            finally
            {
                _judged++;
                Monitor.PulseAll(_judging);
            }
        }
    }

    /// <inheritdoc cref="FrameGate.Read"/>
    public IReadOnlyList<PlateRead> Read(IPlateRecognizer recognizer, VideoFrame frame, IReadOnlyList<DetectedPlate> plates, out int read) =>
        watch.Read(recognizer, LumaImage.Of(frame), plates, frame.CapturedAt, out read);

    /// <inheritdoc cref="FrameGate.Stay"/>
    public void Stay(VideoFrame frame) => watch.Stay(frame.CapturedAt);

    /// <inheritdoc cref="FrameGate.Fail"/>
    public void Fail() => watch.Fail();
}

/// <summary>A frame with its turn.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Camera">Its camera's line.</param>
/// <param name="Number">Its place in the line, from 0.</param>
/// <param name="Previous">Done when the frame before it was handed on.</param>
/// <param name="Done">To be set when this one was.</param>
internal readonly record struct SequencedFrame(VideoFrame Frame, CameraSequencer Camera, long Number, Task Previous, TaskCompletionSource Done);
