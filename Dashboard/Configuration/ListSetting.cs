namespace Dashboard.Configuration;

/// <summary>
/// A setting that is a list: given item by item, or as one text with commas or spaces between. The last source that gives it gives all of it; the
/// framework would mix the items of several sources by their numbers.
/// </summary>
internal static class ListSetting
{
    private static readonly char[] Separators = [',', ';', ' ', '\t', '\r', '\n'];

    /// <summary>The items; null: no source gives the setting.</summary>
    public static string[]? ReadList(this IConfiguration configuration, string key)
    {
        foreach (var provider in ((IConfigurationRoot)configuration).Providers.Reverse())
        {
            var items = ItemsOf(provider, key);
            if (items.Count > 0)
            {
                return [.. items];
            }

            if (provider.TryGet(key, out var text) && text is not null)
            {
                return Split(text);
            }
        }

        return null;
    }

    public static string[] Split(string text) => text.Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static List<string> ItemsOf(IConfigurationProvider provider, string key) =>
        [.. provider.GetChildKeys([], key).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(child => provider.TryGet(ConfigurationPath.Combine(key, child), out var item) ? item : null)
            .OfType<string>()];
}
