using Dashboard.Domain.Plates;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Dashboard.Configuration;

/// <summary>
/// Settings that nothing reads, mostly because their names are misspelt: they have no effect, and without a word people would believe that
/// they do. A warning, as files may hold settings of another release.
/// </summary>
internal static partial class UnknownSettings
{
    private const int MaxTypos = 3;

    // What ASP.NET reads itself.
    private static readonly HashSet<string> ReadByAspNet = new(StringComparer.OrdinalIgnoreCase)
    {
        "Logging", "Kestrel", "AllowedHosts", "Urls", "Http_Ports", "Https_Ports", "Environment", "ContentRoot", "WebRoot", "ApplicationName",
        "HostBuilder", "DetailedErrors", "ShutdownTimeoutSeconds", "$schema",
        "ReloadStaticAssetsAtRuntime", "EnableStaticAssetsDevelopmentCaching", "EnableStaticAssetsDevelopmentIntegrity",
    };

    /// <summary>
    /// Names of settings in files, in the environment and on the command line, each with what may be meant; null: nothing is like it.
    /// </summary>
    public static IReadOnlyList<(string Name, string? Meant)> Find(IConfiguration configuration, OptionsRegistrations options)
    {
        var known = options.Sections
            .SelectMany(section => section.Value.GetProperties()
                .Where(property => property.CanWrite)
                .Select(property => section.Key.Length == 0 ? property.Name : $"{section.Key}:{property.Name}"))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var sections = options.Sections.Keys.Where(section => section.Length > 0).ToList();
        return [.. ((IConfigurationRoot)configuration).Providers
            .SelectMany(provider => Names(provider, sections))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Where(name => !IsKnown(name, known))
            .Order(StringComparer.OrdinalIgnoreCase)
            .Select(name => (name, FindMeant(name, known)))];
    }

    public static void Warn(IConfiguration configuration, OptionsRegistrations options, ILogger logger)
    {
        foreach (var (name, meant) in Find(configuration, options))
        {
            if (meant is null)
            {
                LogUnknown(logger, name);
            }
            else
            {
                LogMisspelt(logger, name, meant);
            }
        }
    }

    private static IEnumerable<string> Names(IConfigurationProvider provider, IReadOnlyCollection<string> sections) => provider switch
    {
        JsonConfigurationProvider => Leaves(provider, null),
        CommandLineConfigurationProvider => Leaves(provider, null).Where(name => name.Contains(':', StringComparison.Ordinal)),

        // The environment is full of what is none of ours.
        EnvironmentVariablesConfigurationProvider => Leaves(provider, null).Where(name =>
            name.Split(':') is [var section, _, ..] && sections.Any(known => IsLike(section, known))),
        _ => [],
    };

    private static bool IsLike(string section, string known) =>
        PlateText.Distance(section.ToLowerInvariant(), known.ToLowerInvariant()) <= (known.Length < 5 ? 1 : 2);

    private static IEnumerable<string> Leaves(IConfigurationProvider provider, string? parent) =>
        provider.GetChildKeys([], parent).Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(child =>
        {
            var path = parent is null ? child : ConfigurationPath.Combine(parent, child);
            var below = Leaves(provider, path).ToList();
            return below.Count > 0 ? below : [path];
        });

    private static bool IsKnown(string name, HashSet<string> known)
    {
        if (ReadByAspNet.Contains(name.Split(':')[0]) || RenamedSettings.IsFormerName(name))
        {
            return true;
        }

        for (var end = name.Length; end > 0; end = name.LastIndexOf(':', end - 1))
        {
            // What stands below a setting is an item of its list, or a part of it.
            if (known.Contains(name[..end]))
            {
                return true;
            }
        }

        // An empty section is nothing that was set.
        return known.Any(setting => setting.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));
    }

    private static string? FindMeant(string name, HashSet<string> known)
    {
        var lower = name.ToLowerInvariant();
        var (distance, meant) = known
            .Select(setting => (PlateText.Distance(lower, setting.ToLowerInvariant()), setting))
            .OrderBy(found => found)
            .First();
        return distance <= MaxTypos ? meant : null;
    }

    [LoggerMessage(LogLevel.Warning, "There is no setting {Name}: it has no effect. Did you mean {Meant}?")]
    private static partial void LogMisspelt(ILogger logger, string name, string meant);

    [LoggerMessage(LogLevel.Warning, "There is no setting {Name}: it has no effect. The README names all settings")]
    private static partial void LogUnknown(ILogger logger, string name);
}
