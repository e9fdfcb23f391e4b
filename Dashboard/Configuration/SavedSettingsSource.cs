namespace Dashboard.Configuration;

/// <summary>
/// Settings that were saved in the dashboard and are kept in the database. They stand above the files and below the environment and the command
/// line; empty until <see cref="SavedSettingsProvider.Set"/> is told what the database holds.
/// </summary>
internal sealed class SavedSettingsSource : IConfigurationSource
{
    /// <summary>The one provider: sources are built anew whenever another one is added, and what was saved must outlive that.</summary>
    public SavedSettingsProvider Provider { get; } = new();

    public IConfigurationProvider Build(IConfigurationBuilder builder) => Provider;
}

internal sealed class SavedSettingsProvider : ConfigurationProvider
{
    /// <summary>What is in force of what was saved, by key.</summary>
    public IReadOnlyDictionary<string, string?> Values => (IReadOnlyDictionary<string, string?>)Data;

    /// <summary>Puts other values in force; whoever reads settings live has them when this returns.</summary>
    public void Set(IReadOnlyDictionary<string, string> values)
    {
        var isSame = values.Count == Data.Count && values.All(value => Data.TryGetValue(value.Key, out var known) && known == value.Value);
        if (!isSame)
        {
            Data = values.ToDictionary(value => value.Key, string? (value) => value.Value, StringComparer.OrdinalIgnoreCase);
            OnReload();
        }
    }
}
