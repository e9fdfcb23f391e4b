using Dashboard.Configuration;
using Dashboard.Health.Metrics;
using Dashboard.Hosting.Process;
using Dashboard.Pipeline;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Dashboard.Health.Telemetry;

/// <summary>Sends metrics and traces to a collector where one is named; otherwise nothing of it runs.</summary>
internal static class TelemetrySetup
{
    private const string ServiceName = "plate-dashboard";
    private const int Milliseconds = 1000;

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddValidatedOptions(builder.Configuration, TelemetryOptions.Section, new TelemetryOptionsValidator());
        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        if (!Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint))
        {
            return; // None is named, or what is named stops the start.
        }

        builder.Services.AddHostedService<TelemetryRefresh>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: ProgramVersion.Text))
            .WithTracing(traces => traces.AddSource(FlowTrace.SourceName).AddOtlpExporter(exporter => Set(exporter, options, endpoint, "traces")))
            .WithMetrics(metrics => metrics.AddMeter(ServerMetrics.MeterName).AddOtlpExporter((exporter, reader) =>
            {
                Set(exporter, options, endpoint, "metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = options.EverySeconds * Milliseconds;
            }));
    }

    private static void Set(OtlpExporterOptions exporter, TelemetryOptions options, Uri endpoint, string signal)
    {
        exporter.Headers = options.Headers.Length > 0 ? options.Headers : null;
        (exporter.Protocol, exporter.Endpoint) = options.Protocol == TelemetryProtocol.Grpc
            ? (OtlpExportProtocol.Grpc, endpoint)
            : (OtlpExportProtocol.HttpProtobuf, new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}"));
    }
}
