using Dashboard.Configuration;
using Microsoft.Extensions.Options;

namespace Dashboard.Hosting.Process;

/// <summary>The section <c>Limits</c>: what the program may take of its machine.</summary>
internal sealed class MemoryOptions
{
    public const string Section = "Limits";

    private const int Megabyte = 1 << 20;

    /// <summary>What the program may use, in megabytes; with a few cameras on one machine it stays far below.</summary>
    public int MemoryMegabytes { get; set; } = 1500;

    public long Bytes => (long)MemoryMegabytes * Megabyte;

    /// <summary>For pictures that are decoded at once.</summary>
    public long DecodedBytes => Bytes / 4;

    /// <summary>For free buffers of frames.</summary>
    public long FreeFrameBytes => Bytes / 8;

    /// <summary>For frames that wait for the recogniser.</summary>
    public long WaitingFrameBytes => Bytes / 8;

    /// <summary>For the newest frame of each camera, which pages show.</summary>
    public long NewestFrameBytes => Bytes / 8;

    /// <summary>For bodies of requests, with what is made of them.</summary>
    public long BodyBytes => Bytes / 8;
}

internal sealed class MemoryOptionsValidator : IValidateOptions<MemoryOptions>
{
    private const int MinMegabytes = 400;
    private const int MaxMegabytes = 1_000_000;

    public ValidateOptionsResult Validate(string? name, MemoryOptions options)
    {
        var check = new OptionsCheck(MemoryOptions.Section);
        check.Range(nameof(options.MemoryMegabytes), options.MemoryMegabytes, MinMegabytes, MaxMegabytes, " megabytes");
        return check.Result;
    }
}
