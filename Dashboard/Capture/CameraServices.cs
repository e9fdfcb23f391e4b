using Dashboard.Capture.Substreams;
using Dashboard.Domain.Cameras;
using Dashboard.Pipeline;

namespace Dashboard.Capture;

/// <summary>What all camera workers share.</summary>
internal sealed record CameraServices(
    IFrameSource Source, PipelineQueues Queues, CameraStatusBoard Board, NewestPictures Pictures, TimeProvider Time, Random Random, ILogger Log)
{
    /// <summary>Makes what tells whether anything moves on a substream; null: something always does.</summary>
    public Func<IMotionDetector>? Motion { get; init; }

    /// <summary>This machine's turn with the camera of the worker; null: nobody else watches it.</summary>
    public long? Turn { get; init; }

    /// <summary>Says of a frame which camera it is of, and what is known of that.</summary>
    public void Fill(VideoFrame frame, Camera camera)
    {
        frame.CameraId = camera.Id;
        frame.Turn = Turn;
        frame.RegionOfInterest = camera.RegionOfInterest;
        frame.Countries = camera.Countries;
    }

    /// <summary>Hands a frame on to recognition, or lets it go where the camera is only captured by hand.</summary>
    /// <returns>How many frames of the same camera went for it.</returns>
    public int Offer(VideoFrame frame, Camera camera)
    {
        if (camera.CaptureMode == CaptureMode.Manual)
        {
            frame.Dispose();
            return 0;
        }

        var own = 0;
        foreach (var id in Queues.Frames.Offer(frame))
        {
            if (id == camera.Id)
            {
                own++;
            }
            else
            {
                Board.Update(id, status => status with { Dropped = status.Dropped + 1 });
            }
        }

        return own;
    }
}
