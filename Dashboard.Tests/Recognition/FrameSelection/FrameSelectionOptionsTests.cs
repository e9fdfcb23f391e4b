using Dashboard.Recognition.FrameSelection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Recognition.FrameSelection;

public sealed class WatchOptionsTests
{
    [Fact]
    public void WrongSettings_AreNamedWithTheirRange()
    {
        var wrong = new FrameSelectionOptions
        {
            MotionThreshold = 0,
            MotionHold = TimeSpan.FromHours(1),
            FullLookInterval = TimeSpan.Zero,
            SureConfidence = 90,
            SureReads = 0,
            LookAgainAfter = TimeSpan.FromDays(1),
        };

        var failures = new WatchOptionsValidator().Validate(null, wrong).Failures!.ToList();

        Assert.Equal(6, failures.Count);
        Assert.Contains("Watching:SureConfidence is 90; it is from 0 to 1", failures);
        Assert.Contains("Watching:FullLookInterval is 00:00:00; it is from 00:00:00.1000000 to 00:10:00", failures);
        Assert.True(new WatchOptionsValidator().Validate(null, new FrameSelectionOptions()).Succeeded);
    }

    [Theory]
    [InlineData("Tracking:MinimumReads=5", "Watching:SureReads")]
    [InlineData("Tracking:MinimumConfidence=0.95", "Watching:SureConfidence")]
    public async Task SurePlatesThatWouldMakeNoFlow_StopTheStart(string setting, string named)
    {
        await using var app = DashboardServer.Build([$"--{setting}"]);

        var problem = Assert.Throws<OptionsValidationException>(() => app.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, problem.Message);
    }
}
