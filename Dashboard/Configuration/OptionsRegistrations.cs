using Microsoft.Extensions.Options;

namespace Dashboard.Configuration;

/// <summary>
/// What was registered to bind and check settings. The same is done again over settings that are not in force yet, so that what the dashboard
/// saves is judged by the rules of the start.
/// </summary>
internal sealed class OptionsRegistrations
{
    private readonly List<Action<IServiceCollection, IConfiguration>> _all = [];
    private readonly Dictionary<string, Type> _sections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Func<string, string?>> _trials = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Options by the name of their section; empty: the root.</summary>
    public IReadOnlyDictionary<string, Type> Sections => _sections;

    public void Add(Action<IServiceCollection, IConfiguration> register) => _all.Add(register);

    public void AddSection(string section, Type type) => _sections[section] = type;

    /// <summary>Adds what can only be tried, such as whether a folder can be written to: of what somebody enters, never at the start.</summary>
    /// <param name="findError">Returns what is wrong with a value as a whole sentence; null: nothing.</param>
    public void AddTrial(string key, Func<string, string?> findError) => _trials[key] = findError;

    /// <summary>What a trial of a value found, as a whole sentence; null: nothing, or there is no trial.</summary>
    public string? Try(string key, string value) => _trials.GetValueOrDefault(key)?.Invoke(value);

    /// <summary>What is wrong with settings; each line begins with the key. None: a server would start with them.</summary>
    public IReadOnlyList<string> Check(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        foreach (var register in _all)
        {
            register(services, configuration);
        }

        using var provider = services.BuildServiceProvider();
        try
        {
            provider.GetRequiredService<IStartupValidator>().Validate();
            return [];
        }
        catch (Exception exception) when (SettingErrors.Read(exception) is { Count: > 0 } lines)
        {
            return lines;
        }
    }
}
