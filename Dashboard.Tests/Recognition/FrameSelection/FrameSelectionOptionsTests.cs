using Dashboard.Recognition.FrameSelection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Recognition.FrameSelection;

public sealed class FrameSelectionOptionsTests
{
    [Fact]
    public void WrongSettings_AreNamedWithTheirRange()
    {
        var wrong = new FrameSelectionOptions
        {
            MotionThreshold = 0,
            MotionHold = TimeSpan.FromHours(1),
            FullDetectionInterval = TimeSpan.Zero,
            SureConfidence = 90,
            SureReads = 0,
            RereadAfter = TimeSpan.FromDays(1),
        };

        var failures = new FrameSelectionOptionsValidator().Validate(null, wrong).Failures!.ToList();

        Assert.Equal(6, failures.Count);
        Assert.Contains("FrameSelection:SureConfidence is 90; it must be from 0 to 1", failures);
        Assert.Contains("FrameSelection:FullDetectionInterval is 00:00:00; it must be from 00:00:00.1000000 to 00:10:00", failures);
        Assert.True(new FrameSelectionOptionsValidator().Validate(null, new FrameSelectionOptions()).Succeeded);
    }

    [Theory]
    [InlineData("Tracking:MinReads=5", "FrameSelection:SureReads")]
    [InlineData("Tracking:MinConfidence=0.95", "FrameSelection:SureConfidence")]
    public async Task SurePlatesThatWouldMakeNoFlow_StopTheStart(string setting, string named)
    {
        await using var app = DashboardServer.Build([$"--{setting}"]);

        var exception = Assert.Throws<OptionsValidationException>(() => app.Services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(named, exception.Message);
    }
}
