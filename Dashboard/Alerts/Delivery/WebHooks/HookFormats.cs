using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>The names of the formats, for the command line and the API.</summary>
internal static class HookFormats
{
    public const string Vendor = "vendor";

    public const string Plain = "plain";

    /// <summary>All of them, separated by commas, the usual one first.</summary>
    public const string All = $"{Vendor},{Plain}";

    public static string NameOf(HookFormat format) => format == HookFormat.Plain ? Plain : Vendor;

    /// <summary>The format of a name, in either case; null: there is none.</summary>
    public static HookFormat? Read(string name) => name.ToLowerInvariant() switch
    {
        Vendor => HookFormat.Vendor,
        Plain => HookFormat.Plain,
        _ => null,
    };
}
