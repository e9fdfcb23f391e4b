using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Capture;

public sealed class CameraLogTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly FakeLogger _lines = new();

    [Fact]
    public void Camera_WithoutPicturesForADay_IsNamedAtGrowingIntervals()
    {
        var log = new CameraLog(() => new Camera { Id = 7, Alias = "Gate" }, _time, _lines);
        for (var second = 0; second < 24 * 3600; second += 30)
        {
            log.Failed("off.", TimeSpan.FromSeconds(30));
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        // At once, after 1, 2, 4 … 128 minutes, then every four hours.
        Assert.InRange(_lines.Collector.Count, 10, 14);
        Assert.Contains("Failed 2 times since", _lines.Collector.GetSnapshot()[1].Message);
    }

    [Fact]
    public void Camera_ThatComesAndGoes_IsNamedWithItsReturnAndNotEachTime()
    {
        var log = new CameraLog(() => new Camera { Id = 7, Alias = "Gate" }, _time, _lines);
        for (var n = 0; n < 120; n++)
        {
            log.Failed("off.", TimeSpan.FromSeconds(1));
            log.Came();
            log.Came();
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        var lines = _lines.Collector.GetSnapshot();
        Assert.InRange(lines.Count, 8, 14);
        Assert.Equal(lines.Count(line => line.Level == LogLevel.Warning), lines.Count(line => line.Level == LogLevel.Information));
    }

    [Fact]
    public void Camera_ThatWasWellForLong_IsNamedAtOnce()
    {
        var log = new CameraLog(() => new Camera { Id = 7, Alias = "Gate" }, _time, _lines);
        log.Failed("off.", TimeSpan.FromSeconds(1));
        log.Failed("off.", TimeSpan.FromSeconds(1));
        log.Came();
        _time.Advance(TimeSpan.FromHours(5));
        log.Failed("off again.", TimeSpan.FromSeconds(1));
        Assert.Contains("(Gate): off again", _lines.LatestRecord.Message);
    }
}
