using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.ScoutApi;

/// <summary>Settings <c>Scout:*</c>: how the Scout dialect answers.</summary>
internal sealed class ScoutOptions
{
    /// <summary>
    /// Sends decimals as JSON strings, and 0 or an empty text for what is not known, as the vendor's own server does and strict clients need.
    /// </summary>
    public bool DecimalsAsStrings { get; set; }

    /// <summary>What <c>company</c> says: a number, as the vendor's programs know companies by.</summary>
    public int CompanyId { get; set; } = 1;

    /// <summary>Puts the camera's number where rows have its name, in <c>camera</c>, as some programs expect.</summary>
    public bool CameraAsNumber { get; set; }

    /// <summary>Requests a second that one key may make for long, 1 to 100,000; twice as many at once.</summary>
    public int RequestsPerSecond { get; set; } = 50;
}

internal sealed class ScoutOptionsValidator : IValidateOptions<ScoutOptions>
{
    public ValidateOptionsResult Validate(string? name, ScoutOptions options)
    {
        var check = new OptionsCheck("Scout");
        check.Range(nameof(options.RequestsPerSecond), options.RequestsPerSecond, 1, 100_000);
        check.Range(nameof(options.CompanyId), options.CompanyId, 0, int.MaxValue);
        return check.Result;
    }
}
