using Dashboard.Flows.Recording;
using Dashboard.Health;
using Dashboard.Hosting;
using Dashboard.Recognition;
using Dashboard.Retention;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Health;

public sealed class ReadinessTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly RetentionStatus _retention = new();
    private readonly RecognitionStatus _recognition = new(TimeProvider.System);

    [Fact]
    public async Task FindProblems_NoDatabase_SaysSo()
    {
        var problem = Assert.Single(await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation));

        Assert.Contains("database", problem);
    }

    [Fact]
    public async Task FindProblems_RecorderFailsForAMoment_IsNotStuck()
    {
        var recorder = new RecorderStatus(_time);
        recorder.SetError("The disk is full.");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("disk"));
    }

    [Fact]
    public async Task FindProblems_RecorderFailsForLong_SaysWhyAndSinceWhen()
    {
        var recorder = new RecorderStatus(_time);
        recorder.SetError("The disk is full.");
        _time.Advance(TimeSpan.FromSeconds(40));
        recorder.SetError("The disk is full.");

        var problem = Assert.Single(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("disk"));
        Assert.Contains("2026-03-01T12:00:00Z", problem);
    }

    [Theory]
    [InlineData(500L << 20, 100L << 30, true)]
    [InlineData(3L << 30, 100L << 30, true)]
    [InlineData(30L << 30, 1000L << 30, false)]
    [InlineData(50L << 30, 100L << 30, false)]
    public void DiskIsLow_BySizeAndShare(long free, long total, bool low) => Assert.Equal(low, new DiskNumbers(free, total).IsLow);

    [Fact]
    public async Task DiskBelowItsFloor_IsAProblem()
    {
        _retention.LackingRoom = new DiskNumbers(5L << 30, 100L << 30);
        var problems = await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation);
        Assert.Contains(problems, problem => problem.Contains("Only 5.0 % of the disk is free"));
    }

    [Fact]
    public async Task Recognition_ThatFailsFrameAfterFrame_OrNeverStarted_IsAProblem()
    {
        var recorder = new RecorderStatus(_time);
        _recognition.MarkReady();
        for (var frame = 1; frame < RecognitionStatus.MaxFailuresInARow; frame++)
        {
            _recognition.AddFailure("The model gives nonsense.");
        }

        Assert.DoesNotContain(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("nonsense"));
        _recognition.AddFailure("The model gives nonsense.");
        Assert.Contains("No plates are read: The model gives nonsense.", await Readiness(recorder).FindProblemsAsync(Cancellation));
        _recognition.AddStill();
        Assert.DoesNotContain(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("nonsense"));

        var cold = new RecognitionStatus(_time);
        cold.AddFailure("The model file is damaged.");
        Assert.Equal("The model file is damaged.", cold.Current.Fault);
    }

    private Readiness Readiness(RecorderStatus recorder) =>
        new(new BrokenDatabase(), recorder, _retention, _recognition, _time, NullLogger<Readiness>.Instance);

    private sealed class BrokenDatabase : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext() => throw new InvalidOperationException("unable to open database file");
    }
}
