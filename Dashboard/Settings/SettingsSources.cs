using Dashboard.Configuration;

namespace Dashboard.Settings;

/// <summary>Which source gives a setting what, and what all of them would give together with other saved settings.</summary>
internal sealed class SettingsSources(
    IConfiguration configuration, SavedSettingsProvider saved, SettingsCatalog catalog, OptionsRegistrations options)
{
    private IEnumerable<IConfigurationProvider> Providers => ((IConfigurationRoot)configuration).Providers;

    /// <summary>It is set in the environment or on the command line: what is saved does not count.</summary>
    public bool IsGiven(Setting setting) => Providers.SkipWhile(provider => provider != saved).Skip(1).Any(provider => Names(provider, setting.Key));

    public bool IsInFile(Setting setting) => Providers.TakeWhile(provider => provider != saved).Any(provider => Names(provider, setting.Key));

    /// <summary>The options of a setting as they would be with other saved settings.</summary>
    public object Bind(Setting setting, IReadOnlyDictionary<string, string> values)
    {
        var all = Combine(values);
        var bound = Activator.CreateInstance(setting.Options)!;
        if (setting.Kind == SettingKind.List)
        {
            // The binder takes items only.
            return new ConfigurationBuilder().AddInMemoryCollection((all.ReadList(setting.Key) ?? Split(setting.Default))
                .Select((item, i) => KeyValuePair.Create($"{Name(setting)}:{i}", (string?)item))).Build().Get(setting.Options) ?? bound;
        }

        (setting.Section.Length == 0 ? all : all.GetSection(setting.Section)).Bind(bound);
        return bound;
    }

    /// <summary>What would be wrong with other saved settings; each line begins with a key.</summary>
    public IReadOnlyList<string> Check(IReadOnlyDictionary<string, string> values) => options.Check(Combine(values));

    /// <summary>What a trial of a value that was entered found; null: nothing.</summary>
    public string? Try(Setting setting, string value) => options.Try(setting.Key, value);

    private static string[] Split(string text) => ListSetting.Split(text);

    private static string Name(Setting setting) => setting.Key[(setting.Section.Length == 0 ? 0 : setting.Section.Length + 1)..];

    private static bool Names(IConfigurationProvider provider, string key) =>
        (provider.TryGet(key, out var value) && value is not null) || provider.GetChildKeys([], key).Any();

    // Reading the sources again would take in what was written into a file since the start.
    private IConfiguration Combine(IReadOnlyDictionary<string, string> values)
    {
        var lists = catalog.All.Where(setting => setting.Kind == SettingKind.List).Select(setting => setting.Key).ToList();
        var all = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var provider in Providers)
        {
            var own = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
            if (provider == saved)
            {
                own = values.ToDictionary(value => value.Key, string? (value) => value.Value, StringComparer.OrdinalIgnoreCase);
            }
            else
            {
                Collect(provider, null, own);
            }

            foreach (var list in lists.Where(list => own.Keys.Any(key => IsOrIsIn(key, list))))
            {
                // A list is given as a whole.
                foreach (var key in all.Keys.Where(key => IsOrIsIn(key, list)).ToList())
                {
                    all.Remove(key);
                }
            }

            foreach (var (key, value) in own)
            {
                all[key] = value;
            }
        }

        return new ConfigurationBuilder().AddInMemoryCollection(all).Build();
    }

    private static bool IsOrIsIn(string key, string list) =>
        key.StartsWith(list, StringComparison.OrdinalIgnoreCase) && (key.Length == list.Length || key[list.Length] == ':');

    private static void Collect(IConfigurationProvider provider, string? parent, Dictionary<string, string?> into)
    {
        foreach (var child in provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            var path = parent is null ? child : ConfigurationPath.Combine(parent, child);
            if (provider.TryGet(path, out var value))
            {
                into[path] = value;
            }

            Collect(provider, path, into);
        }
    }
}
