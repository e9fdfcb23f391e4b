namespace Dashboard.Settings;

/// <summary>A setting on the page.</summary>
/// <param name="Key">As in the files.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Hint">What it does and what belongs into it, in whole sentences.</param>
public sealed record SettingField(string Key, string Label, string Hint)
{
    public bool IsSecret { get; init; }

    /// <summary>Of a secret: the settings that say where it is sent, and how well it is guarded on the way. Where one of them changes it is
    /// entered again, so that who may not read it cannot have it sent to a server of their own.</summary>
    public IReadOnlyList<string> SentTo { get; init; } = [];

    /// <summary>What runs goes on with the value of its start.</summary>
    public bool NeedsRestart { get; init; }

    /// <summary>Stands behind the field, such as <c>days</c>.</summary>
    public string Unit { get; init; } = "";

    public string Placeholder { get; init; } = "";

    /// <summary>What may be entered; anything else may be as well.</summary>
    public IReadOnlyList<string> Suggestions { get; init; } = [];

    /// <summary>What the words of a choice mean. A text that has some is one of them.</summary>
    public IReadOnlyDictionary<string, string> ChoiceLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>What a list is chosen from, with names in the language of the page; null: it is written, with commas.</summary>
    public Func<IReadOnlyList<(string Value, string Name)>>? Picks { get; init; }

    /// <summary>Stands where one of <see cref="Picks"/> is added.</summary>
    public string AddText { get; init; } = "";
}

/// <summary>Settings that belong together. One is added by a class with its fields, and a line in <c>SettingsPageSetup</c>.</summary>
internal abstract class SettingsSection
{
    /// <summary>In the address.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>What they are about, in a sentence or two.</summary>
    public abstract string Intro { get; }

    public abstract IReadOnlyList<SettingField> Fields { get; }

    /// <summary>A component below the fields; null: none.</summary>
    public virtual Type? Extra => null;
}
