using System.Collections.Concurrent;
using System.Text;
using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Health.Telemetry;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Health;

/// <summary>What a collector gets by OTLP.</summary>
[Trait("Category", "Server")]
public sealed class TelemetryTests : IAsyncDisposable
{
    private readonly ConcurrentBag<(string Path, string? Key, byte[] Body)> _received = [];
    private readonly WebApplication _collector;

    public TelemetryTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _collector = builder.Build();
        _collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            _received.Add((context.Request.Path, context.Request.Headers["api-key"], body.ToArray()));
        });
    }

    [Fact]
    public async Task Flow_OnAList_IsOneTraceUntilItsAlert_AndNumbersAreSent()
    {
        await _collector.StartAsync(Cancellation);
        Guid uuid;
        await using (var app = await DashboardApp.StartAsync(
            $"--Telemetry:Endpoint={_collector.Urls.Single()}/", "--Telemetry:Headers=api-key=k3y", "--Telemetry:EverySeconds=1"))
        {
            var camera = await app.AddCameraAsync("Gate");
            await app.AddAlertListAsync("Wanted", null, "OTLP1");
            var vehicle = Vehicle(camera, "OTLP1");
            uuid = vehicle.Uuid;
            await app.ObserveAsync(vehicle);
            await Eventually.TrueAsync(
                () => new[] { "seen", "read", "store", "alert" }.All(stage => Spans(uuid).Any(sent => HasSpan(sent, stage))), "the spans arrived");
            await Eventually.TrueAsync(
                () => _received.Any(sent => sent.Path == "/v1/metrics" && Has(sent.Body, "plates.flows.stored")), "numbers arrived");
        }

        Assert.All(_received, sent => Assert.Equal("k3y", sent.Key));
        Assert.DoesNotContain(_received, sent => Has(sent.Body, "OTLP1"));
    }

    [Theory]
    [InlineData("", 0, "", 60, null)]
    [InlineData("http://localhost:4317", 1, "a=b,c=d", 1, null)]
    [InlineData("localhost:4318", 0, "", 60, "Telemetry:Endpoint")]
    [InlineData("http://me:secret@localhost", 0, "", 60, "Telemetry:Endpoint")]
    [InlineData("http://localhost", 7, "", 60, "Telemetry:Protocol")]
    [InlineData("http://localhost", 0, "secret", 60, "Telemetry:Headers")]
    [InlineData("http://localhost", 0, "", 0, "Telemetry:EverySeconds")]
    public void Settings_ThatAreWrong_AreNamedWithoutTheirSecrets(string endpoint, int protocol, string headers, int seconds, string? named)
    {
        var result = new TelemetryOptionsValidator().Validate(
            null,
            new TelemetryOptions { Endpoint = endpoint, Protocol = (TelemetryProtocol)protocol, Headers = headers, EverySeconds = seconds });

        Assert.Equal(named is null, result.Succeeded);
        Assert.Contains(named ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.FailureMessage ?? "", StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _collector.DisposeAsync();

    // A message holds the trace's number as its bytes, and texts as they are.
    private IEnumerable<byte[]> Spans(Guid flow) => _received
        .Where(sent => sent.Path == "/v1/traces" && sent.Body.AsSpan().IndexOf(flow.ToByteArray(bigEndian: true)) >= 0)
        .Select(sent => sent.Body);

    // The name is the fifth field of a span: its tag, its length, and the text.
    private static bool HasSpan(byte[] body, string name)
    {
        byte[] field = [(5 << 3) | 2, (byte)name.Length, .. Encoding.UTF8.GetBytes(name)];
        return body.AsSpan().IndexOf(field) >= 0;
    }

    private static bool Has(byte[] body, string text) => body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    private static FlowDraft Vehicle(int camera, string plate)
    {
        var at = TimeProvider.System.GetUtcNow();
        PlateCandidate[] candidates = [new(plate, 0.95)];
        var read = new PlateRead(PlateCorners.FromBox(10, 20, 100, 25), candidates, "eu-at");
        return new FlowDraft(camera, new PlateGroup(1, candidates, read, at, at, at.AddMilliseconds(900), 9, IsParked: false), [], 640, 360, "v1");
    }
}
