using System.Web;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Pages.Cameras;

namespace Dashboard.Tests.Web.Pages.Cameras;

public sealed class CamerasPageStateTests
{
    [Theory]
    [InlineData("", CameraFilter.All, 1)]
    [InlineData("Tor 1 & Öst/West?", CameraFilter.Problem, 1)]
    [InlineData("50 %", CameraFilter.Off, 3)]
    public void Url_ReadBack_IsTheSameState(string search, CameraFilter filter, int page)
    {
        var state = new CamerasPageState { Search = search, Filter = filter, Page = page, ShowsAllDark = page > 1 };

        var query = HttpUtility.ParseQueryString(new Uri(new Uri("http://localhost"), state.ToUrl()).Query);

        Assert.Equal(state, CamerasPageState.FromUrl(query["q"], query["state"], query["page"], query["dark"]));
    }

    [Fact]
    public void FromUrl_Nonsense_IsEverything() => Assert.Equal(new CamerasPageState(), CamerasPageState.FromUrl(null, "17", "-2"));

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

    /// <summary>Nothing is folded for the sake of one, nor what gives frames.</summary>
    [Theory]
    [InlineData(4, false, 0)]
    [InlineData(6, false, 0)]
    [InlineData(7, false, 2)]
    [InlineData(22, false, 17)]
    [InlineData(22, true, 0)]
    public void Fold_OfManyDarkCameras_LeavesTheFirst(int dark, bool showsAll, int folded)
    {
        var all = Enumerable.Range(1, 30).Select(n => new Camera { Id = n }).ToList();

        var rest = new CamerasPageState { ShowsAllDark = showsAll }.Fold(all, Enumerable.Range(1, dark).ToHashSet());

        Assert.Equal(Enumerable.Range(CamerasPageState.MaxDark + 1, folded), rest);
    }

    /// <summary>However many there are, a page stays short; a page that is none any more is the last one.</summary>
    [Theory]
    [InlineData("", 1, 1, 21, 48)]
    [InlineData("", 21, 21, 21, 40)]
    [InlineData("", 99, 21, 21, 40)]
    [InlineData("gate 99", 5, 1, 1, 11)]
    [InlineData("nowhere", 1, 1, 0, 0)]
    public void Cut_OfAThousandCameras_IsOnePage(string search, int page, int shown, int pages, int cameras)
    {
        var all = Enumerable.Range(1, 1000).Select(n => new Camera { Id = n, Alias = $"Gate {n}" });

        var cut = new CamerasPageState { Search = search, Page = page }.Cut(all, new CameraStatusBoard(), new HashSet<int>());

        Assert.Equal((shown, pages, cameras), (cut.Page, cut.PageCount, cut.Cameras.Count));
    }

    [Fact]
    public void Cut_ShowsThoseFirstThatNeedSomebody_AndTheOthersAsTheyWere()
    {
        var all = Enumerable.Range(1, 100).Select(n => new Camera { Id = n, Alias = $"Gate {n}" });

        var cut = new CamerasPageState().Cut(all, new CameraStatusBoard(), new HashSet<int> { 99, 50 });

        Assert.Equal([50, 99, 1, 2], cut.Cameras.Take(4).Select(camera => camera.Id));
    }
}
