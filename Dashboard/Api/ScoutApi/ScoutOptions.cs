using Microsoft.Extensions.Options;

namespace Dashboard.Api.ScoutApi;

/// <summary>Settings <c>Scout:*</c>: how the Scout dialect answers.</summary>
internal sealed class ScoutOptions
{
    /// <summary>
    /// Sends decimals as JSON strings, and 0 for numbers that are not known, as the vendor's own server does and strict clients need.
    /// </summary>
    public bool DecimalsAsStrings { get; set; }

    /// <summary>What <c>company</c> says.</summary>
    public string Company { get; set; } = "";

    /// <summary>Requests a second that one key may make for long, 1 to 100,000; twice as many at once.</summary>
    public int RequestsPerSecond { get; set; } = 50;
}

/// <summary>Checks them.</summary>
internal sealed class ScoutOptionsValidator : IValidateOptions<ScoutOptions>
{
    public ValidateOptionsResult Validate(string? name, ScoutOptions options) =>
        options.RequestsPerSecond is < 1 or > 100_000
            ? ValidateOptionsResult.Fail($"Scout:RequestsPerSecond is {options.RequestsPerSecond}; it is 1 to 100000")
            : options.Company.Length > 100
                ? ValidateOptionsResult.Fail("Scout:Company is longer than 100 characters")
                : ValidateOptionsResult.Success;
}
