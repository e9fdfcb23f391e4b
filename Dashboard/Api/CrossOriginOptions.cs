using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Api;

/// <summary>The section <c>Cors</c>: web pages of which other origins may call the APIs from a browser.</summary>
internal sealed class CrossOriginOptions
{
    /// <summary>Origins such as <c>https://parking.example.org</c>: a list, or one text with commas or spaces between them. None: off.</summary>
    public IList<string> Origins { get; set; } = [];

    /// <summary>Takes the setting as one text, as a command line and an environment variable give it.</summary>
    internal void AddFrom(string? text)
    {
        foreach (var origin in (text ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            Origins.Add(origin);
        }
    }
}

internal sealed class CrossOriginOptionsValidator : IValidateOptions<CrossOriginOptions>
{
    public ValidateOptionsResult Validate(string? name, CrossOriginOptions options)
    {
        var check = new OptionsCheck("Cors");
        foreach (var origin in options.Origins)
        {
            check.Require(
                IsOrigin(origin),
                nameof(options.Origins),
                $"'{origin}' is no origin; give scheme, host and port alone, such as https://parking.example.org:8443 (* is not allowed)");
        }

        return check.Result;
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme is "http" or "https"
        && !text.Contains('*')
        && text.Equals(address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        && address.UserInfo.Length == 0;
}
