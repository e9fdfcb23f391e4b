using Dashboard.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
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
                "There is no setting Alerts:Colour: it has no effect. The README names all settings",
                "There is no setting Retention:FlowDay: it has no effect. Did you mean Retention:FlowDays?",
                "There is no setting Retentoin:FlowDays: it has no effect. Did you mean Retention:FlowDays?",
            ],
            log.Collector.GetSnapshot().Where(line => line.Level == LogLevel.Warning).Select(line => line.Message));
    }

    [Fact]
    public async Task EnvironmentOfOtherPrograms_IsNoneOfOurs()
    {
        string[] names =
        [
            "PATH", ":GLX_VENDOR_LIBRARY_NAME", "OTHER:Password", "OTHER:Host", "ASPNETCORE_Kestrel:Certificates:Default:Password", "DOTNET_X:Y",
            "Retention:FlowDay", "Emial:Host",
        ];
        await using var app = DashboardServer.Build([], builder => builder.Configuration.Sources.Add(new GivenEnvironment(names)));
        var unknown = UnknownSettings.Find(app.Configuration, app.Services.GetRequiredService<OptionsRegistrations>());
        Assert.Equal([("Emial:Host", "Email:Host"), ("Retention:FlowDay", "Retention:FlowDays")], unknown);
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

    private sealed class GivenEnvironment(string[] names) : EnvironmentVariablesConfigurationProvider, IConfigurationSource
    {
        public override void Load() => Data = names.ToDictionary(name => name, string? (_) => "x", StringComparer.OrdinalIgnoreCase);

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }
}
