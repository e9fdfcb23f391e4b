using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Configuration;

namespace Dashboard.Settings;

/// <summary>What a setting holds, and so how it is entered.</summary>
public enum SettingKind
{
    Text,

    Secret,

    WholeNumber,

    Number,

    Switch,

    /// <summary>Entered in seconds.</summary>
    Duration,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>Several words.</summary>
    List,
}

/// <summary>A setting that administrators may change in the dashboard: its property of the options, and how its text is read and written.</summary>
public sealed partial class Setting
{
    /// <summary>Most characters that may be entered.</summary>
    public const int MaxLength = 1000;

    private readonly PropertyInfo _property;

    /// <param name="key">As in the files: <c>Email:Host</c>.</param>
    /// <param name="options">The options that it belongs to.</param>
    /// <param name="isSecret">It is never shown.</param>
    /// <param name="needsRestart">What runs goes on with the value of its start.</param>
    public Setting(string key, Type options, bool isSecret, bool needsRestart)
    {
        (Key, Options, NeedsRestart) = (key, options, needsRestart);
        Section = key.Contains(':', StringComparison.Ordinal) ? key[..key.LastIndexOf(':')] : "";
        var name = key[(key.LastIndexOf(':') + 1)..];
        _property = options.GetProperty(name) ?? throw new ArgumentException($"{options.Name} has no {name}.", nameof(key));
        Kind = isSecret ? SettingKind.Secret : KindFor(_property.PropertyType);
        Default = Read(Activator.CreateInstance(options)!);
    }

    public string Key { get; }

    public string Section { get; }

    public Type Options { get; }

    public SettingKind Kind { get; }

    public bool IsSecret => Kind == SettingKind.Secret;

    public bool NeedsRestart { get; }

    /// <summary>Of a secret: the keys that say where it is sent.</summary>
    public IReadOnlyList<string> SentTo { get; init; } = [];

    /// <summary>What counts where nobody sets it, as it is entered.</summary>
    public string Default { get; }

    /// <summary>The words of a choice; none where it is something else.</summary>
    public IReadOnlyList<string> Choices => Kind == SettingKind.Choice ? Enum.GetNames(_property.PropertyType) : [];

    /// <summary>The value in options, as it is entered.</summary>
    public string Read(object options) => _property.GetValue(options) switch
    {
        TimeSpan time => Seconds(time),
        bool isOn => isOn ? "true" : "false",
        string text => text,
        IEnumerable items => string.Join(", ", items.Cast<object>()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => "",
    };

    /// <summary>From what was entered to what a file would hold.</summary>
    /// <returns>The text, or what is wrong, as a whole sentence.</returns>
    public (string? Text, string? Error) Parse(string entered)
    {
        var text = IsSecret ? entered : entered.Trim();
        if (text.Length > MaxLength || text.Any(char.IsControl))
        {
            return (null, $"Enter one line of {MaxLength} characters at most.");
        }

        return Kind switch
        {
            SettingKind.WholeNumber => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? (whole.ToString(CultureInfo.InvariantCulture), null)
                : (null, "Enter a whole number."),
            SettingKind.Number =>
                TryNumber(text, out var number) ? (number.ToString("R", CultureInfo.InvariantCulture), null) : (null, "Enter a number."),
            SettingKind.Duration => TryNumber(text, out var seconds) && Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds / 2
                ? (TimeSpan.FromMilliseconds(Math.Round(seconds * 1000)).ToString("c", CultureInfo.InvariantCulture), null)
                : (null, "Enter a number of seconds."),
            SettingKind.Switch => bool.TryParse(text, out var isOn) ? (isOn ? "true" : "false", null) : (null, "Choose on or off."),
            SettingKind.Choice => Choices.FirstOrDefault(choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } known
                ? (known, null)
                : (null, $"Choose one of {string.Join(", ", Choices)}."),
            SettingKind.List => (string.Join(',', ListSetting.Split(text)), null),
            _ => (text, null),
        };
    }

    /// <summary>What a check says of it, with spans in the seconds in which they are entered.</summary>
    public string Tell(string error)
    {
        if (Kind != SettingKind.Duration)
        {
            return error;
        }

        var told = Span().Replace(error, span =>
            TimeSpan.TryParse(span.Value, CultureInfo.InvariantCulture, out var time) ? Seconds(time) : span.Value);
        return told != error && char.IsAsciiDigit(told[^1]) ? $"{told} seconds" : told;
    }

    /// <summary>Whether the options could be bound with what the database or a file holds.</summary>
    public bool CanBind(string stored) => Kind switch
    {
        SettingKind.Duration => TimeSpan.TryParse(stored, CultureInfo.InvariantCulture, out _),
        _ => Parse(stored).Error is null,
    };

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"-?(?:\d+\.)?\d\d:\d\d:\d\d(?:\.\d+)?", RegexOptions.CultureInvariant)]
    private static partial Regex Span();

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static SettingKind KindFor(Type type) => type switch
    {
        _ when type == typeof(string) => SettingKind.Text,
        _ when type == typeof(int) => SettingKind.WholeNumber,
        _ when type == typeof(double) => SettingKind.Number,
        _ when type == typeof(bool) => SettingKind.Switch,
        _ when type == typeof(TimeSpan) => SettingKind.Duration,
        _ when type.IsEnum => SettingKind.Choice,
        _ => SettingKind.List,
    };
}
