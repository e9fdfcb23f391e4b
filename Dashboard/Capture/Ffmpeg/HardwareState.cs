namespace Dashboard.Capture.Ffmpeg;

/// <summary>What decodes video since the start.</summary>
/// <param name="InUse">What does; <see cref="HardwareDecoding.None"/>: the processor.</param>
/// <param name="Reason">Why it is not what was asked for; null: it is.</param>
internal sealed record HardwareState(HardwareDecoding InUse, string? Reason)
{
    public bool IsAsAsked => Reason is null;
}

/// <summary>Whether a kind of graphics decodes here.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Reason">Why it does not; null: it does.</param>
internal sealed record HardwareOffer(HardwareDecoding Kind, string? Reason)
{
    public bool Works => Reason is null;
}

/// <summary>The graphics cards that this machine has, and what belongs to which.</summary>
internal static class HardwareDevices
{
    /// <summary>What a device belongs to: a number is a card of NVIDIA, a path is what the others are opened by.</summary>
    public static HardwareDecoding KindOf(string device) => device.All(char.IsAsciiDigit) ? HardwareDecoding.Cuda : HardwareDecoding.Vaapi;

    /// <summary>Whether a kind can be told a device; the first one, which has no name, fits each.</summary>
    public static bool Fits(HardwareDecoding kind, string device) =>
        device.Length == 0 || kind is not (HardwareDecoding.Cuda or HardwareDecoding.Vaapi) || KindOf(device) == kind;

    /// <summary>As <c>Capture:HardwareDevice</c> names them: paths, and numbers of cards of NVIDIA.</summary>
    public static IReadOnlyList<string> Find() =>
    [
        .. Files("/dev/dri", "renderD*"),
        .. Files("/dev", "nvidia?").Select(path => path[^1..]).Where(number => char.IsAsciiDigit(number[0])),
    ];

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal)] : Array.Empty<string>();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
