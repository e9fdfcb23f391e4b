using Dashboard.Capture.Ffmpeg;
using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Capture;

/// <summary>What decodes video beside the processor.</summary>
internal enum HardwareDecoding
{
    /// <summary>The processor alone.</summary>
    None,

    /// <summary>Whatever works here.</summary>
    Auto,

    /// <summary>Graphics of Intel and AMD on Linux.</summary>
    Vaapi,

    /// <summary>Graphics of NVIDIA.</summary>
    Cuda,
}

/// <summary>Settings of section <c>Capture</c>: how cameras are watched.</summary>
internal sealed class CaptureOptions
{
    /// <summary>What decodes video; where it does not work, the processor does.</summary>
    public HardwareDecoding HardwareDecoding { get; set; }

    /// <summary>Which device, such as <c>/dev/dri/renderD128</c> or the number of a graphics card; empty: the first.</summary>
    public string HardwareDevice { get; set; } = "";
}

/// <summary>Checks the settings; every failure names the key, what is wrong and what is allowed.</summary>
internal sealed class CaptureOptionsValidator : IValidateOptions<CaptureOptions>
{
    private const int MaxDevice = 200;

    public ValidateOptionsResult Validate(string? name, CaptureOptions options)
    {
        var check = new OptionsCheck("Capture");
        check.Require(
            Enum.IsDefined(options.HardwareDecoding),
            nameof(options.HardwareDecoding),
            $"'{options.HardwareDecoding}' is unknown; it must be one of {string.Join(", ", Enum.GetNames<HardwareDecoding>())}");
        check.Require(
            options.HardwareDevice.Length <= MaxDevice && options.HardwareDevice.All(c => char.IsAsciiLetterOrDigit(c) || "/._-".Contains(c)),
            nameof(options.HardwareDevice),
            "is no device; it must be a path such as /dev/dri/renderD128, or the number of a graphics card");
        check.Require(
            HardwareDevices.Fits(options.HardwareDecoding, options.HardwareDevice),
            nameof(options.HardwareDevice),
            $"is no device of {options.HardwareDecoding}; for Cuda it must be the number of a card, for Vaapi a path such as /dev/dri/renderD128");
        return check.Result;
    }
}
