using Dashboard.Agents;
using Dashboard.Configuration;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Flows.Recording;
using Dashboard.Hosting;
using Dashboard.Mqtt;
using Dashboard.Storage.Ages;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Dashboard.Web.Pages.Overview;
using Dashboard.Web.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Overview;

public sealed class OverviewWarningTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly RecorderNumbers Fine = new(0, 0, 0, null, null, null);
    private static readonly DisplayClock Clock = new(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), new FakeTimeProvider(Now));
    private readonly CameraStatusBoard _statuses = new();

    [Fact]
    public void List_AllWell_IsEmpty()
    {
        _statuses.Set(1, new CameraStatus { State = CameraState.Running });

        Assert.Empty(List([Camera(1)], Fine, new DiskNumbers(100L << 30, 200L << 30)));
    }

    [Fact]
    public void List_CameraDown_SaysWhichAndWhyAndSinceWhen()
    {
        _statuses.Set(1, new CameraStatus { State = CameraState.Waiting, LastError = "Nothing answers.", LastFrameAt = Now.AddMinutes(-3) });

        var item = Assert.Single(List([Camera(1)], Fine, null));

        // In the words of the cameras' own pages.
        Assert.Equal(("Camera 1: No picture since 11:57", "Nothing answers."), (item.Title, item.Text));
    }

    [Fact]
    public void List_ForWhoMayNotEditCameras_NamesNoAddressAndNoPath()
    {
        _statuses.Set(1, new CameraStatus { State = CameraState.Waiting, LastError = "Nothing answers at 10.0.0.5.", LastFrameAt = Now });

        var list = OverviewWarning.List(
            [Camera(1)], _statuses, Fine with { Fault = "No room for /srv/pictures." }, null, Clock, recognitionFault: "There is no /srv/model.",
            showsCauses: false);

        Assert.Equal(3, list.Count);
        Assert.All(list, item => Assert.Contains("Administrators can see why.", item.Text));
        Assert.All(list, item => Assert.DoesNotContain("/srv", item.Text));
        Assert.All(list, item => Assert.DoesNotContain("10.0.0.5", item.Text));
    }

    [Fact]
    public void List_CameraSwitchedOff_IsNoProblem()
    {
        _statuses.Set(1, new CameraStatus { State = CameraState.Waiting });

        Assert.Empty(List([Camera(1) with { IsEnabled = false }], Fine, null));
    }

    [Fact]
    public void List_ManyCamerasDown_StaysShort()
    {
        var cameras = Enumerable.Range(1, 20).Select(Camera).ToList();
        cameras.ForEach(camera => _statuses.Set(camera.Id, new CameraStatus { State = CameraState.Waiting }));

        var list = List(cameras, Fine, null);

        Assert.Equal(3, list.Count);
        Assert.Contains("18 more cameras", list[^1].Title);
    }

    [Fact]
    public void List_RecorderAndDisk_ComeFirst()
    {
        _statuses.Set(1, new CameraStatus { State = CameraState.Waiting });

        var list = List([Camera(1)], Fine with { Fault = "The disk is full.", Pending = 12 }, new DiskNumbers(1 << 20, 200L << 30));

        Assert.Contains("cannot be stored", list[0].Title);
        Assert.Contains("12", list[0].Text);
        Assert.Contains("disk", list[1].Title);
    }

    [Fact]
    public void List_BrokerThatIsAway_IsNamedWithWhatWaits_AndLeadsToItsSettings()
    {
        var outbox = new MqttOutbox();
        outbox.Add(MqttMessage.Text("plates/cameras/1/flow", "{}", isRetained: false));
        var mqtt = new MqttStatus(outbox);
        Assert.Empty(OverviewWarning.List([], _statuses, Fine, null, Clock, mqtt: mqtt));

        mqtt.Set(MqttState.Failing, "No broker listens at broker, port 1883.");
        var warning = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, mqtt: mqtt));
        Assert.StartsWith("No broker listens at broker, port 1883. 1 ", warning.Text, StringComparison.Ordinal);
        Assert.Equal("/app/settings/mqtt", warning.Url);

        mqtt.Set(MqttState.Connected);
        Assert.Empty(OverviewWarning.List([], _statuses, Fine, null, Clock, mqtt: mqtt));
    }

    [Fact]
    public void List_ClockThatWasSet_LeadsToWhatIsDeleted()
    {
        var doubt = new ClockDoubt(Now.AddDays(365), Now, TimeSpan.FromDays(7));
        var warning = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, doubt: doubt));
        Assert.Equal(("The clock of the server was set", "/app/settings/retention"), (warning.Title, warning.Url));
    }

    private static Camera Camera(int id) => new() { Id = id, Alias = $"Camera {id}" };

    [Fact]
    public void List_CertificateAndPushes_AreTold()
    {
        var soon = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, certificateEnds: Now.AddDays(3)));
        Assert.Equal(("warn", "The server's certificate expires soon"), (soon.Tone, soon.Title));
        var over = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, certificateEnds: Now.AddDays(-3)));
        Assert.Equal(("bad", "The server's certificate has expired"), (over.Tone, over.Title));
        var locked = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, lockedSince: Now.AddSeconds(-20)));
        Assert.Equal(("bad", "The database is locked"), (locked.Tone, locked.Title));
        var keyFile = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, isKeyFileInData: true));
        Assert.Contains("Security:KeyFile", keyFile.Text);
        var pushes = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, intakeFault: "the database may not be written to"));
        Assert.Equal(("bad", "Agents send them again: the database may not be written to."), (pushes.Tone, pushes.Text));
    }

    [Fact]
    public void List_FlowsOfAnAgentThatAreRefused_AreTold_AlsoWhereItIsAway()
    {
        var agent = new AgentSummary(1, "uid", "Gate", "host", "", 1, Now.AddDays(-1), TimeSpan.Zero, 0, null)
        {
            TakesCameras = true,
            Cameras = 1,
            Refused = (3, "The body is over 20 MB."),
        };
        var warning = Assert.Single(OverviewWarning.List([], _statuses, Fine, null, Clock, agents: [agent]));
        Assert.Equal(("bad", "Gate: flows refused", Urls.Agents), (warning.Tone, warning.Title, warning.Url));
        Assert.StartsWith("This server refused 3 flows", warning.Text);
        Assert.EndsWith("The last reason: The body is over 20 MB.", warning.Text);
    }

    private IReadOnlyList<OverviewWarning> List(IReadOnlyList<Camera> cameras, RecorderNumbers recorder, DiskNumbers? disk) =>
        OverviewWarning.List(cameras, _statuses, recorder, disk, Clock);
}
