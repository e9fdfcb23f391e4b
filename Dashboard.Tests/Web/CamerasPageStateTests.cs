using System.Web;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras;

namespace Dashboard.Tests.Web;

public sealed class CamerasPageStateTests
{
    [Theory]
    [InlineData("", CameraFilter.All)]
    [InlineData("Tor 1 & Öst/West?", CameraFilter.Problem)]
    [InlineData("50 %", CameraFilter.Off)]
    public void Url_ReadBack_IsTheSameState(string search, CameraFilter filter)
    {
        var state = new CamerasPageState { Search = search, Filter = filter };

        var query = HttpUtility.ParseQueryString(new Uri(new Uri("http://localhost"), state.ToUrl()).Query);

        Assert.Equal(state, CamerasPageState.FromUrl(query["q"], query["state"]));
    }

    [Fact]
    public void FromUrl_Nonsense_IsEverything() => Assert.Equal(new CamerasPageState(), CamerasPageState.FromUrl(null, "17"));

    [Theory]
    [InlineData(CameraFilter.All, true, CameraState.Waiting, true)]
    [InlineData(CameraFilter.Running, true, CameraState.Running, true)]
    [InlineData(CameraFilter.Running, true, CameraState.Connecting, false)]
    [InlineData(CameraFilter.Problem, true, CameraState.Waiting, true)]
    [InlineData(CameraFilter.Problem, false, CameraState.Waiting, false)]
    [InlineData(CameraFilter.Off, false, CameraState.Stopped, true)]
    public void Shows_FollowsTheState(CameraFilter filter, bool enabled, CameraState state, bool shown)
    {
        var page = new CamerasPageState { Search = "gat", Filter = filter };

        Assert.Equal(shown, page.Shows(new Camera { Alias = "Gate", IsEnabled = enabled }, new CameraStatus { State = state }));
    }
}
