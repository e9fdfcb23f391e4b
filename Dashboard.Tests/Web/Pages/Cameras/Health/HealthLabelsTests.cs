using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraHealth;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Cameras.Health;
using Dashboard.Web.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Cameras.Health;

public sealed class HealthLabelsTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Nobody is sent to a camera that somebody has switched off, or that is back.</summary>
    [Theory]
    [InlineData(true, false, "Nothing answers at cam:554. It gave frames before: check its power")]
    [InlineData(false, false, "Nothing answers at cam:554")]
    [InlineData(true, true, "Nothing answers at cam:554")]
    public void Reason_OfAnOutage_SaysWhatToDo_WhileItLasts(bool isOn, bool isOver, string expected)
    {
        var camera = new Camera { Id = 3, Alias = "Gate", Source = "rtsp://cam/1", IsEnabled = isOn, KeepAlive = Now };
        var outage = new CameraOutage
        {
            BeginAt = Now.AddHours(-1),
            EndAt = isOver ? Now : null,
            Reason = "Nothing answers at cam:554: check the address and the port, and that the camera is on.",
        };

        var reason = HealthLabels.ReasonOf(outage, camera, new CameraStatus())!;

        Assert.StartsWith(expected, reason);
        Assert.Equal(isOn && !isOver, reason.Contains("check", StringComparison.Ordinal));
        Assert.Equal(isOn && !isOver, HealthLabels.Lasts(outage, camera));
    }

    /// <summary>Why may name an address: people who may not edit cameras are told of the sign-in alone, and what to do while it lasts.</summary>
    [Theory]
    [InlineData("Nothing answers at 10.0.0.5:554: check the port.", true, null)]
    [InlineData("The camera refused the sign-in: check user name and password.", true, "The camera refused its user or password.")]
    [InlineData("Nothing answers at 10.0.0.5:554: check the port.", false, "No pictures are arriving from this camera at the moment")]
    public void Reason_ForOthers_NamesNoAddress(string stored, bool isOver, string? expected)
    {
        var camera = new Camera { Id = 3, Alias = "Gate", Source = "rtsp://10.0.0.5/1", IsEnabled = true };
        var outage = new CameraOutage { BeginAt = Now.AddHours(-1), EndAt = isOver ? Now : null, Reason = stored };

        var reason = HealthLabels.ReasonOf(outage, camera, new CameraStatus(), showsCause: false);

        Assert.StartsWith(expected ?? "", reason ?? "");
        Assert.Equal(expected is null, reason is null);
        Assert.DoesNotContain("10.0.0.5", reason ?? "");
    }

    /// <summary>When it ended is told, too, with its day where that is another one.</summary>
    [Theory]
    [InlineData(106, "from 2026-05-01 12:00:00 to 12:01:46")]
    [InlineData(86400, "from 2026-05-01 12:00:00 to 2026-05-02 12:00:00")]
    [InlineData(null, "since 2026-05-01 12:00:00")]
    public void When_OfAnOutage_HasItsEnd(int? seconds, string expected)
    {
        var clock = new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "UTC" }), new FakeTimeProvider(Now));
        var outage = new CameraOutage { BeginAt = Now, EndAt = seconds is { } length ? Now.AddSeconds(length) : null };
        Assert.Equal(expected, HealthLabels.WhenOf(outage, clock));
    }

    /// <summary>A share says what it is of: of the whole time, or of how much less the camera was watched.</summary>
    [Theory]
    [InlineData(82800, 47000, false, "With picture 56\u00a0% of the last 24 hours.")]
    [InlineData(720, 410, false, "With picture 56\u00a0% of the 12 min for which it was watched in the last 24 hours.")]
    [InlineData(40, 40, false, "With picture 100\u00a0% of the 40 s for which it was watched in the last 24 hours.")]
    [InlineData(86400, 43200, true, "With picture 50\u00a0% of the 24 h for which it was watched in the last 30 days.")]
    [InlineData(2592000, 1296000, true, "With picture 50\u00a0% of the last 30 days.")]
    [InlineData(0, 0, false, null)]
    public void Sentence_OfAShare_NamesItsTime(int watched, int seen, bool isMonth, string? expected)
    {
        var span = new HealthSpan(isMonth ? Now.AddDays(-30) : CameraHealthReader.DayStart(Now), watched, seen, 0);
        Assert.Equal(expected, HealthLabels.Sentence(span, isMonth, Now));
    }
}
