using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Health.Telemetry;

/// <summary>How metrics and traces are sent.</summary>
internal enum TelemetryProtocol
{
    /// <summary>Over HTTP, port 4318 as a rule.</summary>
    Http,

    /// <summary>Over gRPC, port 4317 as a rule.</summary>
    Grpc,
}

/// <summary>The section <c>Telemetry</c>: metrics and traces to a collector, by OpenTelemetry.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Where a collector takes OTLP; empty: nothing is sent.</summary>
    public string Endpoint { get; set; } = "";

    public TelemetryProtocol Protocol { get; set; }

    /// <summary>Headers for the collector, such as <c>api-key=…</c>, separated by commas.</summary>
    public string Headers { get; set; } = "";

    /// <summary>How often metrics are sent, seconds.</summary>
    public int EverySeconds { get; set; } = 60;
}

/// <summary>Headers are never repeated in a message, for they may hold a key.</summary>
internal sealed class TelemetryOptionsValidator : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var check = new OptionsCheck(TelemetryOptions.Section);
        check.Require(
            options.Endpoint.Length == 0 || (Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var address)
                && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
                && address.UserInfo.Length == 0),
            nameof(options.Endpoint),
            "is no address of a collector; give one such as http://localhost:4318, without a password, or leave it empty");
        check.Require(Enum.IsDefined(options.Protocol), nameof(options.Protocol), "must be Http or Grpc");
        check.Require(
            options.Headers.Length == 0 || options.Headers.Split(',').All(header => header.IndexOf('=', StringComparison.Ordinal) > 0),
            nameof(options.Headers),
            "must be name=value, several separated by commas");
        check.Range(nameof(options.EverySeconds), options.EverySeconds, 1, 3600, " seconds");
        return check.Result;
    }
}
