using System.Diagnostics;
using System.Reflection;
using Dashboard.Agents.AgentRole;
using Dashboard.Alerts.Delivery;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Api;
using Dashboard.Api.ScoutApi;
using Dashboard.Backups;
using Dashboard.Capture;
using Dashboard.Cluster;
using Dashboard.Configuration;
using Dashboard.Health.Metrics;
using Dashboard.Health.Telemetry;
using Dashboard.Hosting.Process;
using Dashboard.Hosting.Proxies;
using Dashboard.Hosting.Tls;
using Dashboard.Mqtt;
using Dashboard.Recognition;
using Dashboard.Recognition.FrameSelection;
using Dashboard.Retention;
using Dashboard.Security;
using Dashboard.Security.Audit;
using Dashboard.Storage;
using Dashboard.Tracking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Architecture;

/// <summary>appsettings.sample.json names every setting with its default, and a server starts with it.</summary>
public sealed class SampleSettingsTests
{
    private static readonly string Sample = Path.Combine(Repository.Root, "appsettings.sample.json");

    public static TheoryData<string, Type> Sections => new()
    {
        { "", typeof(ServerOptions) },
        { "Database", typeof(DatabaseOptions) },
        { "Admin", typeof(AdminOptions) },
        { "Security", typeof(SecurityOptions) },
        { "Audit", typeof(AuditOptions) },
        { "Capture", typeof(CaptureOptions) },
        { "Recognition", typeof(RecognitionOptions) },
        { "FrameSelection", typeof(FrameSelectionOptions) },
        { "Tracking", typeof(TrackingOptions) },
        { "Delivery", typeof(DeliveryOptions) },
        { "Retention", typeof(RetentionOptions) },
        { "Backup", typeof(BackupOptions) },
        { "Metrics", typeof(MetricsOptions) },
        { "Telemetry", typeof(TelemetryOptions) },
        { "Email", typeof(EmailOptions) },
        { "Mqtt", typeof(MqttOptions) },
        { "Cors", typeof(CrossOriginOptions) },
        { "Limits", typeof(MemoryOptions) },
        { "Proxy", typeof(ProxyOptions) },
        { "Tls", typeof(TlsOptions) },
        { "Scout", typeof(ScoutOptions) },
        { "Cluster", typeof(ClusterOptions) },
        { "Agent", typeof(AgentOptions) },
        { "Agent:WebServer", typeof(AgentWebServerOptions) },
    };

    [Theory]
    [MemberData(nameof(Sections))]
    public void Sample_Section_HoldsEverySettingWithItsDefault(string section, Type type)
    {
        IConfiguration configuration = new ConfigurationBuilder().AddJsonFile(Sample).Build();
        configuration = section.Length == 0 ? configuration : configuration.GetSection(section);
        var defaults = Activator.CreateInstance(type)!;
        var bound = Activator.CreateInstance(type)!;
        configuration.Bind(bound, options => options.ErrorOnUnknownConfiguration = section.Length > 0);

        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            Assert.True(configuration.GetChildren().Any(child => child.Key == property.Name), $"{section}:{property.Name} is not in the sample");
            Assert.Equivalent(property.GetValue(defaults), property.GetValue(bound));
        }
    }

    [Fact]
    public void Sample_EverySection_IsCompared()
    {
        var configuration = new ConfigurationBuilder().AddJsonFile(Sample).Build();
        var sections = configuration.GetChildren().Where(child => child.GetChildren().Any()).Select(child => child.Key);
        Assert.Empty(sections.Except(Sections.Select(row => row.Data.Item1)));
    }

    [Fact]
    public async Task Sample_AsGiven_PassesTheChecksAtStart()
    {
        var settings = new ConfigurationBuilder().AddJsonFile(Sample).Build().AsEnumerable()
            .Where(pair => pair.Value is not null).Select(pair => $"--{pair.Key}={pair.Value}").ToArray();
        await using var app = DashboardServer.Build(settings);
        app.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Theory]
    [Trait("Category", "System")]
    [InlineData("Role=Foo", "Role is 'Foo'; it must be one of All, Server, Recognizer, Agent")]
    [InlineData("Role=9", "Role is '9'; it must be one of All, Server, Recognizer, Agent")]
    [InlineData("TimeZone=Mars/Olympus", "TimeZone")]
    [InlineData("Database:Provider=Oracle", "Database:Provider is 'Oracle'; it must be one of Sqlite, PostgreSql, SqlServer")]
    [InlineData("Recognition:Threads=-1", "Recognition:Threads")]
    [InlineData("Recognition:Threads=many", "Recognition:Threads")]
    [InlineData("Tracking:MinConfidence=7", "Tracking:MinConfidence")]
    [InlineData("Security:TokenHours=0", "Security:TokenHours")]
    [InlineData("Cors:Origins:0=*", "Cors:Origins")]
    [InlineData("Proxy:Trusted=10.0.0.1,proxy.local", "Proxy:Trusted 'proxy.local' is not an address")]
    [InlineData("Delivery:KeepFailedDays=0", "Delivery:KeepFailedDays")]
    [InlineData("Agent:WebServer:Port=0", "Agent:WebServer:Port")]
    [InlineData("Email:Host=mail.example.com", "Email:From")]
    public async Task WrongSetting_AtStart_IsOneLineThatNamesTheKey(string setting, string key)
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-test-");
        using var server = Process.Start(new ProcessStartInfo(
            "dotnet", ["Dashboard.dll", "serve", $"--DataDirectory={folder.FullName}", "--urls=http://127.0.0.1:0", $"--{setting}"])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var output = server.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = await server.StandardError.ReadToEndAsync(Cancellation);
        await server.WaitForExitAsync(Cancellation);
        folder.Delete(recursive: true);
        Assert.True(server.ExitCode == 1, $"exit code {server.ExitCode}: {errors} {await output}");

        var line = Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Setting: {key}", line);
    }
}
