using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraNotices;
using Dashboard.Storage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Health.CameraNotices;

/// <summary>What stands in a mail about dark cameras.</summary>
public sealed class NoticeTextTests
{
    private static readonly DateTimeOffset Now = TestTime.Noon;
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Fact]
    public void Camera_ThatIsDark_IsTold_WithoutItsAddress()
    {
        var notice = Write(Facts(Outage(1, 6, "Nothing answers at 10.0.0.7:554, /srv/key=hush: check the address.")));
        Assert.Equal("No frames from Gate north", notice.Title);
        Assert.Equal(
            """
            No frames come from:

            Gate north (Depot)
              since 2026-03-01 12:54 +01:00 (6 minutes). Check its power and its network cable.
              https://plates.test/app/cameras/1

            All cameras: https://plates.test/app/cameras
            This was so at 2026-03-01 13:00 +01:00.

            """.ReplaceLineEndings("\n"),
            notice.Text);
    }

    [Theory]
    [InlineData("The camera refused the sign-in: check user name and password.", "The camera refuses its user or password.")]
    [InlineData(CameraWorker.Hangs, CameraWorker.Hangs)]
    public void Camera_ThatIsThere_IsToldByWhatItDoes(string reason, string said) => Assert.Contains(said, Write(Facts(Outage(1, 6, reason))).Text);

    [Fact]
    public void Everything_IsInOneMail()
    {
        var back = Outage(2, 60, "", endedAgo: 10);
        back.DarkToldAt = Now.AddMinutes(-50);
        var dark = Outage(3, 60, "");
        dark.DarkToldAt = Now.AddMinutes(-50);
        var facts = Facts(Outage(1, 6, ""), back, dark);
        var agent = new WatchedAgent(
            new AgentRow { Id = 9, Name = "South\r\nBcc: all", LastSeenAt = Now.AddMinutes(-8) }, [facts.Cameras[3], facts.Cameras[4]], null);
        var notice = Write(facts with { Agents = [agent] });

        Assert.Equal("No frames from Gate north; South  Bcc: all is not responding; Yard is back", notice.Title);
        Assert.Contains("South  Bcc: all is not responding since 2026-03-01 12:52 +01:00:", notice.Text);
        Assert.Contains("Its cameras: Ramp, Lane\n", notice.Text);
        Assert.Contains("since 2026-03-01 12:50 +01:00, after 50 minutes without frames.", notice.Text);
        Assert.Contains("From one other camera there still are no frames.", notice.Text);
    }

    [Fact]
    public void VeryManyCameras_AreCounted_AndFit()
    {
        var cameras = Enumerable.Range(1, 500).Select(id => Camera(id, new string('x', 60) + id)).ToList();
        var notice = Write(Facts([.. cameras.Select(camera => Outage(camera.Id, 6, ""))]) with { Cameras = cameras });
        Assert.Equal("No frames from 500 cameras", notice.Title);
        Assert.Contains("and 460 more.", notice.Text);
        Assert.InRange(notice.Text.Length, 1000, NoticeRow.MaxTextLength);
    }

    private static NoticeRow Write(NoticeFacts facts) =>
        new NoticeText(Vienna, "https://plates.test/", site => site == 1 ? "Depot" : "")
            .Write(NoticePlan.Make(facts), facts.Agents.ToDictionary(agent => agent.Agent.Id), Now);

    private static NoticeFacts Facts(params CameraOutage[] outages) => new()
    {
        Now = Now,
        Wait = TimeSpan.FromMinutes(5),
        HasRecipients = true,
        Cameras = [Camera(1, "Gate north"), Camera(2, "Yard"), Camera(3, "Tunnel"), Camera(4, "Ramp", 9), Camera(5, "Lane", 9)],
        Outages = outages,
    };

    private static Camera Camera(int id, string name, int? agent = null) =>
        new() { Id = id, Alias = name, Source = "rtsp://10.0.0.7/1", IsEnabled = true, SiteId = 1, AgentId = agent };

    private static CameraOutage Outage(int camera, double beganAgo, string reason, double? endedAgo = null) => new()
    {
        Id = camera,
        CameraId = camera,
        BeginAt = Now.AddMinutes(-beganAgo),
        EndAt = endedAgo is { } ago ? Now.AddMinutes(-ago) : null,
        Reason = reason,
    };
}
