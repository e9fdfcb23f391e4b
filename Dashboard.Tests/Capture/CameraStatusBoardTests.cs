using Dashboard.Capture;

namespace Dashboard.Tests.Capture;

public sealed class CameraStatusBoardTests
{
    private readonly CameraStatusBoard _board = new();

    [Fact]
    public void Camera_ThatIsNotWatched_IsStopped() => Assert.Equal(new CameraStatus { State = CameraState.Stopped }, _board.Get(1));

    [Fact]
    public async Task Updates_OfManyAtOnce_AreAllCounted()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                _board.Update(1, status => status with { Captured = status.Captured + 1 });
            }
        })));

        Assert.Equal(8000, _board.Get(1).Captured);
        Assert.Equal(0, _board.Get(2).Captured);
    }
}
