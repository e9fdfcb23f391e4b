using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraHealth;
using Dashboard.Storage;
using Dashboard.Web.Pages.Cameras.Health;

namespace Dashboard.Tests.Health.CameraHealth;

public sealed class CameraHealthTallyTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 1, 11, 59, 0, TimeSpan.Zero);
    private static readonly Camera Gate = new() { Id = 3, AnalysisRate = 10 };
    private readonly CameraHealthTally _tally = new();
    private DateTimeOffset _now = Start;
    private long _captured;

    [Fact]
    public void Observe_FramesAllTheTime_IsCountedByHour()
    {
        Run(minutes: 2);

        var hours = _tally.Take(3).OrderBy(hour => hour.Start).ToList();

        Assert.Equal(2, hours.Count);
        Assert.Equal([50, 65], hours.Select(hour => hour.WatchedSeconds));
        Assert.Equal(hours.Select(hour => hour.WatchedSeconds), hours.Select(hour => hour.SeenSeconds));
        Assert.Equal(1150, hours.Sum(hour => hour.Frames));
        Assert.Empty(_tally.Take(3));
        Assert.Null(_tally.Outage);
    }

    [Fact]
    public void Observe_CameraFailsAndComesBack_IsOneOutageFromItsLastFrame()
    {
        Run(minutes: 1);
        var last = _now;
        Fail(minutes: 3, "Nothing answers.");
        Assert.Equal((last, null, "Nothing answers."), (_tally.Outage!.BeginAt, _tally.Outage.EndAt, _tally.Outage.Reason));
        Run(minutes: 1);

        Assert.Equal(180, (_tally.Outage.EndAt!.Value - _tally.Outage.BeginAt).TotalSeconds, 10.0);
        var hours = _tally.Take(3);
        Assert.Equal(hours.Sum(hour => hour.WatchedSeconds) - 180, hours.Sum(hour => hour.SeenSeconds), 10.0);
    }

    [Fact]
    public void Observe_FailsAgainAtOnce_GoesOnWithTheOutage_LaterItIsAnother()
    {
        Fail(minutes: 1, "a");
        Run(minutes: .5);
        var first = _tally.Outage;
        Fail(minutes: 1, "b");
        Assert.Same(first, _tally.Outage);
        Assert.Equal("b", first!.Reason);

        Run(minutes: 2);
        Fail(minutes: 1, "c");
        Assert.NotSame(first, _tally.Outage);
    }

    [Fact]
    public void SwitchOff_DuringAnOutage_EndsItAndCountsNothing()
    {
        Fail(minutes: 1, "a");
        _tally.SwitchOff(_now);
        Assert.Equal(_now, _tally.Outage!.EndAt);
        _tally.Take(3);

        _tally.Observe(Gate, new CameraStatus(), _now.AddMinutes(5));
        Assert.Empty(_tally.Take(3));
    }

    [Fact]
    public void Observe_AfterALongGap_CountsNothingOfIt()
    {
        Run(minutes: 1);
        _tally.Take(3);
        _now = _now.AddMinutes(20);
        Observe(CameraState.Running, null);

        Assert.Equal(0, _tally.Take(3).Sum(hour => hour.WatchedSeconds));
    }

    [Fact]
    public void PutBack_WhatCouldNotBeStored_IsTakenAgain()
    {
        Run(minutes: 1);
        var taken = _tally.Take(3);
        _tally.PutBack(taken);

        Assert.Equal(taken.Sum(hour => hour.WatchedSeconds), _tally.Take(3).Sum(hour => hour.WatchedSeconds));
    }

    [Theory]
    [InlineData(null, "idle")]
    [InlineData(1.0, "ok")]
    [InlineData(.95, "warn")]
    [InlineData(.5, "bad")]
    public void Tone_IsByShare_AndNeutralWhereTheCameraWasNotWatched(double? share, string tone) => Assert.Equal(tone, HealthLabels.ToneOf(share));

    [Theory]
    [InlineData(46, "46 s")]
    [InlineData(106, "1 min 46 s")]
    [InlineData(300, "5 min")]
    [InlineData(11100, "3 h 5 min")]
    [InlineData(10800, "3 h")]
    [InlineData(250000, "3 days")]
    public void Lasted_LeavesOutNothingThatMatters_AndIsUntilNowWhereItLasts(int seconds, string expected)
    {
        var end = Start.AddSeconds(seconds);
        Assert.Equal(expected, HealthLabels.Lasted(new CameraOutage { BeginAt = Start }, end));
        Assert.Equal(expected, HealthLabels.Lasted(new CameraOutage { BeginAt = Start, EndAt = end }, end.AddDays(1)));
    }

    private void Run(double minutes)
    {
        for (var i = 0; i < minutes * 12; i++)
        {
            _now = _now.AddSeconds(5);
            _captured += 50;
            Observe(CameraState.Running, null);
        }
    }

    private void Fail(double minutes, string reason)
    {
        for (var i = 0; i < minutes * 12; i++)
        {
            _now = _now.AddSeconds(5);
            Observe(CameraState.Waiting, reason);
        }
    }

    private DateTimeOffset? _lastFrame;

    private void Observe(CameraState state, string? error)
    {
        _lastFrame = state == CameraState.Running ? _now : _lastFrame;
        _tally.Observe(Gate, new CameraStatus { State = state, Captured = _captured, LastFrameAt = _lastFrame, LastError = error }, _now);
    }
}
