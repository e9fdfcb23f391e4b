using Dashboard.Configuration;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Configuration;

public sealed class UnknownSettingsTests
{
    [Fact]
    public async Task NameThatNothingReads_IsToldAtTheStart_WithWhatMayBeMeant()
    {
        var log = new FakeLoggerProvider();
        await using var app = DashboardServer.Build(
            ["--Retention:FlowDay=30", "--Retentoin:FlowDays=30", "--Alerts:Colour=red", "--Logging:LogLevel:Dashboard=Debug", "--Kestrel:A:B=1"],
            builder => builder.Logging.AddProvider(log));
        Assert.Equal(
            [
                "There is no setting Alerts:Colour: it counts for nothing. The README names all settings",
                "There is no setting Retention:FlowDay: it counts for nothing. Did you mean Retention:FlowDays?",
                "There is no setting Retentoin:FlowDays: it counts for nothing. Did you mean Retention:FlowDays?",
            ],
            log.Collector.GetSnapshot().Where(line => line.Level == LogLevel.Warning).Select(line => line.Message));
    }

    [Theory]
    [InlineData("All")]
    [InlineData("Agent")]
    public async Task SampleFile_AndWhatItsListsHold_AreKnown(string role)
    {
        await using var app = DashboardServer.Build([$"--Role={role}"], builder => builder.Configuration
            .AddJsonFile(Path.Combine(Repository.Root, "appsettings.sample.json"))
            .AddCommandLine(["--Recognition:Countries:0=de", "--Proxy:Trusted:0=10.0.0.2", "--Watching:SureReads=7", "--Scout:Company=Acme"]));
        Assert.Empty(UnknownSettings.Find(app.Configuration, app.Services.GetRequiredService<OptionsRegistrations>()));
    }
}
