using Dashboard.Capture;
using Dashboard.Cluster;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Cluster;

/// <summary>What a machine tells the others of a camera is all that pages show of it.</summary>
public sealed class WatchedCameraTests
{
    [Fact]
    public void Status_OfACameraThatAnotherMachineWatches_IsWhatThatOneSees()
    {
        var status = new CameraStatus
        {
            State = CameraState.Waiting,
            FramesPerSecond = 9.5,
            Width = 640,
            Height = 360,
            Captured = 1,
            Dropped = 2,
            Faults = 3,
            Tries = 4,
            Pending = 3,
            PendingFault = "late",
            IsFedByOthers = true,
            LastFault = "A picture was late.",
            LastFrameAt = TestTime.Noon,
            LastError = "Nothing answers.",
            Lack = "No picture from the substream.",
            RetryAt = TestTime.Noon.AddSeconds(5),
        };

        // One that is added to the status and not to this test stands here with its default.
        Assert.All(
            typeof(CameraStatus).GetProperties(),
            property => Assert.NotEqual(property.GetValue(new CameraStatus()), property.GetValue(status)));
        Assert.Equal(status, WatchedCamera.From(1, status).ToStatus());
    }
}
