using Dashboard.Configuration;

namespace Dashboard.Settings;

/// <summary>The settings that may be saved in the dashboard: those of all sections. No other key of the database is looked at.</summary>
internal sealed class SettingsCatalog
{
    private readonly Dictionary<string, Setting> _settings = new(StringComparer.OrdinalIgnoreCase);

    public SettingsCatalog(IEnumerable<SettingsSection> sections, OptionsRegistrations options)
    {
        foreach (var field in sections.SelectMany(section => section.Fields))
        {
            var end = field.Key.LastIndexOf(':');
            var type = options.Sections[end < 0 ? "" : field.Key[..end]];
            _settings.Add(field.Key, new Setting(field.Key, type, field.IsSecret, field.NeedsRestart) { SentTo = field.SentTo });
        }
    }

    public IReadOnlyCollection<Setting> All => _settings.Values;

    /// <summary>Null: there is no such setting, or it is none of the dashboard's.</summary>
    public Setting? Find(string key) => _settings.GetValueOrDefault(key);

    /// <summary>The setting that a line of the checks is about; null: none of these.</summary>
    public Setting? FindIn(string failure) => _settings.Values
        .Where(setting => failure.StartsWith(setting.Key, StringComparison.OrdinalIgnoreCase)
            && (failure.Length == setting.Key.Length || !char.IsLetterOrDigit(failure[setting.Key.Length])))
        .MaxBy(setting => setting.Key.Length);
}
