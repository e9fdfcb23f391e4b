using Bunit;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraHealth;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Cameras;
using Dashboard.Web.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Cameras;

public sealed class CameraCardTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Camera Gate = new() { Id = 3, Alias = "Gate", Source = "rtsp://ada:secret@10.0.0.5/s" };

    private readonly FakeTimeProvider _time = new(Now);

    public CameraCardTests()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), _time));
    }

    [Fact]
    public void Card_OfRunningCamera_ShowsStateInWordsNumbersAndPicture()
    {
        var card = Card(
            Gate, new CameraStatus { State = CameraState.Running, FramesPerSecond = 9.94, Dropped = 12345, LastFrameAt = Now.AddSeconds(-3) });

        Assert.Contains("Running", card.Find(".camera-state").TextContent);
        Assert.Equal(["9.9", "12\u00a0345", "–", "3 s ago"], card.FindAll("dd").Select(dd => dd.TextContent));
        Assert.StartsWith("/app/cameras/3/picture.jpg?w=480", card.Find("img").GetAttribute("src"));
    }

    [Fact]
    public void Card_OfCameraWithoutFrames_SaysWhyAndWhenNext()
    {
        var silent = new CameraStatus { State = CameraState.Waiting, LastError = "Nothing answers: check the port.", RetryAt = Now.AddSeconds(4) };
        var card = Card(Gate, silent, canAdminister: true);

        var error = card.Find(".camera-error").TextContent;
        Assert.Contains("check the port", error);
        Assert.Contains("in 4 s", error);
        Assert.Contains("No picture", card.Find(".camera-state").TextContent);

        // Who may not change it sees that it is silent, and no address.
        var others = Card(Gate, silent).Find(".camera").TextContent;
        Assert.Contains("No pictures are arriving from this camera", others);
        Assert.DoesNotContain("check the port", others);
        Assert.DoesNotContain(CameraSource.Mask(Gate.Source), others);
        Assert.Contains(CameraSource.Mask(Gate.Source), card.Find(".camera").TextContent);
    }

    /// <summary>Nothing is read of it: what is said of its streams is of no use beside why nothing comes.</summary>
    [Theory]
    [InlineData(CameraState.Running, 1)]
    [InlineData(CameraState.Waiting, 0)]
    public void Card_OfCameraWithoutItsSubstream_SaysThatItsMainStreamIsRead_WhereItIs(CameraState state, int told)
    {
        var card = Card(Gate, new CameraStatus { State = state, Lack = "No picture from the substream." }, canAdminister: true);

        Assert.Equal(told, card.FindAll(".camera-error").Count);
    }

    /// <summary>It stays the same however often somebody looks, over tries and a restart, and names its day where that is another one.</summary>
    [Theory]
    [InlineData(-5, null, "No picture since 11:55")]
    [InlineData(-5, -300, "No picture since 11:55")]
    [InlineData(null, -5, "No picture since 11:55")]
    [InlineData(-1440, null, "No picture since 2026-04-30 12:00")]
    [InlineData(null, null, "No picture yet")]
    public void Card_OfADarkCamera_SaysSinceWhen(int? lastFrame, int? stored, string expected)
    {
        var camera = Gate with { KeepAlive = stored is { } minutes ? Now.AddMinutes(minutes) : null };
        var dark = new CameraStatus
        {
            State = CameraState.Waiting,
            LastError = "Nothing answers.",
            LastFrameAt = lastFrame is { } ago ? Now.AddMinutes(ago) : null,
        };
        var card = Card(camera, dark);
        Assert.Equal(expected, card.Find(".camera-error strong").TextContent);

        _time.Advance(TimeSpan.FromMinutes(7));
        card.Render(with => with
            .Add(c => c.Now, _time.GetUtcNow()).Add(c => c.Status, dark with { Tries = 9 }).Add(c => c.Day, new HealthSpan(Now, 2, 1, 0)));
        Assert.Equal(expected, card.Find(".camera-error strong").TextContent);
        Assert.DoesNotContain("Since", card.Markup);
    }

    [Theory]
    [InlineData("Nothing answers at cam:554: check the address and the port.", "Nothing answers at cam:554")]
    [InlineData("The video has ended.", "The video has ended")]
    [InlineData(null, null)]
    public void BriefReason_IsWhatHappened_WithoutWhatToDo(string? error, string? expected) =>
        Assert.Equal(expected, CameraLabels.BriefReason(new CameraStatus { LastError = error }));

    /// <summary>Who set the camera up long ago is not told to look for its address; who sets it up is.</summary>
    [Fact]
    public void Card_OfACameraThatRan_GivesOtherAdviceThanOfOneThatNeverDid()
    {
        var failed = new CameraStatus
        {
            State = CameraState.Waiting,
            LastError = "Nothing answers at 10.0.0.5:554: check the address and the port, and that the camera is on.",
        };
        Assert.Contains("check the address and the port", Card(Gate, failed, canAdminister: true).Find(".camera-error").TextContent);
        Assert.All(
            [Card(Gate, failed with { LastFrameAt = Now }, canAdminister: true), Card(Gate with { KeepAlive = Now }, failed, canAdminister: true)],
            card => Assert.Contains(
                "Nothing answers at 10.0.0.5:554. It gave frames before: check its power", card.Find(".camera-error").TextContent));
    }

    [Fact]
    public void Card_ForAdministrators_NamesWhatItsButtonsDo()
    {
        var buttons = Card(Gate, new CameraStatus(), canAdminister: true).FindAll(".camera-edit > *");
        Assert.Equal(
            [("Edit", "Edit Gate"), ("Delete", "Delete Gate")],
            buttons.Select(button => (button.TextContent.Trim(), button.GetAttribute("aria-label")!)));
    }

    /// <summary>The name and the picture lead everybody to the camera's page.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Card_NameAndPicture_OpenTheCamera(bool canAdminister)
    {
        var card = Card(Gate, new CameraStatus(), canAdminister);

        Assert.Equal("/app/cameras/3", card.Find("h2 a").GetAttribute("href"));
        Assert.Equal("/app/cameras/3", card.Find(".camera-picture a").GetAttribute("href"));
        Assert.Equal(canAdminister, card.FindAll("a[href='/app/cameras/3/settings']").Count == 1);
    }

    /// <summary>What a share is of is told beside it: 57 % of twelve minutes is another thing than of a day.</summary>
    [Theory]
    [InlineData(720, 410, "56\u00a0% of 12 min", "With picture 56\u00a0% of the 12 min for which it was watched in the last 24 hours.")]
    [InlineData(84500, 84500, "100\u00a0% of 24 h", "With picture 100\u00a0% of the last 24 hours.")]
    [InlineData(84500, 84495, "99\u00a0% of 24 h", "With picture 99\u00a0% of the last 24 hours.")]
    public void Card_ShareOfTime_SaysOfWhich(int watched, int seen, string shown, string told)
    {
        var card = Render<CameraCard>(with => with.Add(c => c.Camera, Gate).Add(c => c.Status, new CameraStatus()).Add(c => c.Now, Now)
            .Add(c => c.Day, new HealthSpan(CameraHealthReader.DayStart(Now), watched, seen, 0)));

        Assert.Equal(shown, string.Join(' ', card.FindAll("dd")[2].TextContent.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(told, card.Find($"div[title^='With picture']").GetAttribute("title"));
    }

    [Fact]
    public void Card_OfCameraThatIsOff_ShowsNoOldPictureAndNoOldError()
    {
        var card = Card(Gate with { IsEnabled = false }, new CameraStatus { LastFrameAt = Now, LastError = "old" });

        Assert.Empty(card.FindAll("img"));
        Assert.Empty(card.FindAll(".camera-error"));
    }

    [Theory]
    [InlineData(true, CaptureMode.Both, CameraState.Running, null, null)]
    [InlineData(true, CaptureMode.Auto, CameraState.Running, null, "its mode is “Automatic only”")]
    [InlineData(false, CaptureMode.Manual, CameraState.Stopped, null, "is switched off")]
    [InlineData(true, CaptureMode.Both, CameraState.Waiting, null, "needs a picture")]
    [InlineData(true, CaptureMode.Both, CameraState.Connecting, null, "needs a picture")]
    [InlineData(true, CaptureMode.Both, CameraState.Waiting, "http://10.0.0.5/s.jpg", null)]
    public void CaptureNow_WhereTheCameraCannot_SaysWhy(bool isEnabled, CaptureMode mode, CameraState state, string? snapshot, string? reason)
    {
        var asked = false;
        var card = Render<CameraCard>(with => with
            .Add(c => c.Camera, Gate with { IsEnabled = isEnabled, CaptureMode = mode, SnapshotUrl = snapshot })
            .Add(c => c.Status, new CameraStatus { State = state }).Add(c => c.Now, Now)
            .Add(c => c.CanOperate, true).Add(c => c.OnCapture, () => asked = true));

        var button = card.Find("button[aria-label='Capture now from Gate']");
        Assert.Equal(reason is not null, button.HasAttribute("disabled"));
        Assert.Contains(reason ?? "", button.GetAttribute("title") ?? "");
        Assert.Equal(reason is not null && isEnabled, card.FindAll(".camera-refusal").Any(line => line.TextContent.Contains(reason!)));
        if (reason is null)
        {
            button.Click();
            Assert.True(asked);
        }
    }

    [Fact]
    public void Card_OfAViewer_OffersNoCapture() => Assert.Empty(Card(Gate, new CameraStatus()).FindAll("button"));

    [Fact]
    public void Card_Always_HidesThePassword() => Assert.DoesNotContain("secret", Card(Gate, new CameraStatus()).Markup);

    [Fact]
    public void Switch_Turned_AsksForTheOtherState()
    {
        bool? asked = null;
        var card = Render<CameraCard>(with => with
            .Add(c => c.Camera, Gate).Add(c => c.Status, new CameraStatus()).Add(c => c.Now, Now)
            .Add(c => c.CanOperate, true).Add(c => c.OnSwitch, on => asked = on));

        card.Find("input[role=switch]").Change(false);

        Assert.False(asked);
    }

    private IRenderedComponent<CameraCard> Card(Camera camera, CameraStatus status, bool canAdminister = false) => Render<CameraCard>(
        with => with.Add(c => c.Camera, camera).Add(c => c.Status, status).Add(c => c.Now, Now).Add(c => c.CanAdminister, canAdminister));
}
