using Microsoft.Extensions.Configuration.Memory;

namespace Dashboard.Configuration;

/// <summary>A setting that was given under its old name.</summary>
/// <param name="OldName">As it was given.</param>
/// <param name="NewName">What it is called now.</param>
/// <param name="IsIgnored">The new name was given too, and that one counts.</param>
internal sealed record RenamedSetting(string OldName, string NewName, bool IsIgnored);

/// <summary>
/// Settings that were renamed since the last release. The old name works for one release more, with a warning in the log; whoever renames a
/// setting adds a line to <see cref="Renames"/>, and takes the line out after the next release.
/// </summary>
internal sealed partial class RenamedSettings
{
    /// <summary>Old and new name of a setting or of a whole section; where several fit, the longest old name counts.</summary>
    public static readonly IReadOnlyList<(string Old, string New)> Renames =
    [
        ("Watching", "FrameSelection"),
        ("Watching:FullLookInterval", "FrameSelection:FullDetectionInterval"),
        ("Watching:LookAgainAfter", "FrameSelection:RereadAfter"),
        ("Recognition:Looks", "Recognition:Passes"),
        ("Recognition:MaximumEnlargement", "Recognition:MaxUpscale"),
        ("Recognition:MinimumConfidence", "Recognition:MinConfidence"),
        ("Recognition:MinimumLength", "Recognition:MinLength"),
        ("Recognition:MaximumLength", "Recognition:MaxLength"),
        ("Email:BaseUrl", "PublicUrl"),
        ("Delivery:KeepDeadDays", "Delivery:KeepFailedDays"),
        ("Tracking:MaximumDelay", "Tracking:MaxDelay"),
        ("Tracking:MinimumReads", "Tracking:MinReads"),
        ("Tracking:MaximumReads", "Tracking:MaxReads"),
        ("Tracking:MinimumConfidence", "Tracking:MinConfidence"),
    ];

    /// <summary>Settings of the last release that nothing takes the value of any more, each with what to set instead.</summary>
    private static readonly IReadOnlyList<(string Name, string Instead)> Dropped = [("Scout:Company", "Scout:CompanyId, a number")];

    private readonly IReadOnlyList<(string Name, string Instead)> _dropped;

    private RenamedSettings(IReadOnlyList<RenamedSetting> found, IReadOnlyList<(string Name, string Instead)> dropped) =>
        (Found, _dropped) = (found, dropped);

    /// <summary>Those that were given under their old name.</summary>
    public IReadOnlyList<RenamedSetting> Found { get; }

    /// <summary>Gives settings that stand under an old name their new one. Called once all sources are there.</summary>
    public static RenamedSettings Apply(IConfigurationManager configuration) => Apply(configuration, Renames);

    /// <summary>The same with a table of the caller's.</summary>
    public static RenamedSettings Apply(IConfigurationManager configuration, IReadOnlyList<(string Old, string New)> renames)
    {
        var saved = configuration.Sources.TakeWhile(source => source is not SavedSettingsSource).Count();
        var later = ((IConfigurationRoot)configuration).Providers.Skip(saved).ToList();
        var found = new List<RenamedSetting>();
        var (ofFiles, given) = (new Dictionary<string, string?>(), new Dictionary<string, string?>());
        foreach (var (key, value) in configuration.AsEnumerable()
            .Where(setting => setting.Value is not null)
            .OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            if (Translate(key, renames) is not { } name)
            {
                continue;
            }

            var isIgnored = configuration[name] is not null;
            found.Add(new RenamedSetting(key, name, isIgnored));
            if (!isIgnored)
            {
                var isOfFile = later.Count > 0 && !later.Any(provider => provider.TryGet(key, out _));
                (isOfFile ? ofFiles : given)[name] = value;
            }
        }

        if (ofFiles.Count > 0)
        {
            // What a file says under an old name is still the file's: what was saved in the dashboard wins over it.
            configuration.Sources.Insert(saved, new MemoryConfigurationSource { InitialData = ofFiles });
        }

        if (given.Count > 0)
        {
            configuration.AddInMemoryCollection(given);
        }

        return new RenamedSettings(found, [.. Dropped.Where(setting => configuration[setting.Name] is { Length: > 0 })]);
    }

    /// <summary>A line that begins with a setting's name, with the setting's old name too, for whoever still has that one in his file.</summary>
    public static string WithOldName(string line)
    {
        var end = line.IndexOf(' ');
        return end > 0 && Translate(line[..end], [.. Renames.Select(rename => (rename.New, rename.Old))]) is { } old
            ? $"{line[..end]} (before: {old}){line[end..]}"
            : line;
    }

    /// <summary>What a setting is called now; null: it has that name.</summary>
    public static string? NewName(string key) => Translate(key, Renames);

    /// <summary>Whether an earlier release had a setting of this name; <see cref="Warn"/> tells of it.</summary>
    public static bool IsFormerName(string key) =>
        NewName(key) is not null || Dropped.Any(setting => setting.Name.Equals(key, StringComparison.OrdinalIgnoreCase));

    public void Warn(ILogger logger)
    {
        foreach (var setting in Found)
        {
            if (setting.IsIgnored)
            {
                LogIgnored(logger, setting.OldName, setting.NewName);
            }
            else
            {
                LogRenamed(logger, setting.OldName, setting.NewName);
            }
        }

        foreach (var (name, instead) in _dropped)
        {
            LogDropped(logger, name, instead);
        }
    }

    private static string? Translate(string key, IReadOnlyList<(string From, string To)> names)
    {
        var (from, to) = names.Where(name => IsOrIsIn(key, name.From)).OrderByDescending(name => name.From.Length).FirstOrDefault();
        return from is null ? null : to + key[from.Length..];
    }

    private static bool IsOrIsIn(string key, string section) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (key.Length == section.Length || key[section.Length] == ':');

    [LoggerMessage(LogLevel.Warning, "The setting {OldName} is called {NewName} now; the old name works in this release, and not in the next")]
    private static partial void LogRenamed(ILogger logger, string oldName, string newName);

    [LoggerMessage(LogLevel.Warning, "The setting {Name} is ignored in this release; set {Instead} instead")]
    private static partial void LogDropped(ILogger logger, string name, string instead);

    [LoggerMessage(LogLevel.Warning, "The setting {OldName} is ignored, because {NewName}, as it is called now, is given too")]
    private static partial void LogIgnored(ILogger logger, string oldName, string newName);
}
