using System.Text.RegularExpressions;
using Dashboard.Flows;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Audit;

/// <summary>
/// What an entry says, in the words and the language of the page. Entries are kept in English, with the names of columns; what is not known here
/// stays as it was noted.
/// </summary>
internal static partial class AuditTexts
{
    private const string Change = " → ";
    private const string Between = "; ";

    // A key that begins with a value begins with a number: what people have called something may end like it.
    private static readonly (Regex Pattern, string Key)[] Sentences =
    [
        .. new[]
        {
            Localizer.Key("flows"), Localizer.Key("flow {0}"), Localizer.Key("flows as {0}"), Localizer.Key("All flows"),
            Localizer.Key("plate of flow {0}"), Localizer.Key("evidence sheet of flow {0}"), Localizer.Key("live pictures of camera {0}"),
            Localizer.Key("statistics: {0}"), Localizer.Key("audit"), Localizer.Key("camera {0}"), Localizer.Key("site {0}"),
            Localizer.Key("agent {0}"), Localizer.Key("alert list {0}"), Localizer.Key("entry of an alert list {0}"),
            Localizer.Key("entry of an alert list"), Localizer.Key("{0} entries of alert list {1}"), Localizer.Key("1 alert"),
            Localizer.Key("{0} alerts"), Localizer.Key("web hook {0}"), Localizer.Key("user {0}"), Localizer.Key("passkey {0}"),
            Localizer.Key("passkey of {0}"), Localizer.Key("{0} passkeys of {1}"), Localizer.Key("setting {0}"),
            Localizer.Key("API key {0}"), Localizer.Key("note"), Localizer.Key("note {0}"), Localizer.Key("password link of user {0}"),
            Localizer.Key("own two-factor authentication"), Localizer.Key("own password"), Localizer.Key("session of {0}"),
            Localizer.Key("{0} sessions of {1}"), Localizer.Key("Other requests"), Localizer.Key("Audit entries"), Localizer.Key("cleanup"),
            Localizer.Key("Password"), Localizer.Key("Passkey"), Localizer.Key("With a passkey"), Localizer.Key("Second factor"),
            Localizer.Key("With a second factor"), Localizer.Key("First administrator"), Localizer.Key("Token for the API"),

            Localizer.Key("flows as {0}, links to blurred pictures"),

            // Details.
            Localizer.Key("picture blurred"), Localizer.Key("picture as it is"), Localizer.Key("whole record, pictures blurred"),
            Localizer.Key("whole record, pictures as they are"), Localizer.Key("with evidence"),
            Localizer.Key("switched on"), Localizer.Key("switched off"), Localizer.Key("new recovery codes"), Localizer.Key("With a link"),
            Localizer.Key("{0} rows"), Localizer.Key("File imported: {0} entries now"), Localizer.Key("{0} wrong lines left out"),
            Localizer.Key("acknowledged: {0}"), Localizer.Key("opened again: {0}"), Localizer.Key("comment removed: {0}"),
            Localizer.Key("comment “{0}”: {1}"), Localizer.Key("Password changed"), Localizer.Key("Address changed"),
            Localizer.Key("Snapshot address changed"), Localizer.Key("Substream address changed"),
            Localizer.Key("Key changed"), Localizer.Key("Value changed"),
            Localizer.Key("Signing secret changed"), Localizer.Key("Custom data changed"), Localizer.Key("Certificate authority changed"),
        }.OrderByDescending(key => key.Length).Select(key => (PatternOf(key), key)),
    ];

    // The names of columns.
    private static readonly Dictionary<string, string> Labels = new(StringComparer.Ordinal)
    {
        ["Alias"] = Localizer.Key("Name"),
        ["Name"] = Localizer.Key("Name"),
        ["CaptureMode"] = Localizer.Key("Capture mode"),
        ["IsEnabled"] = Localizer.Key("Enabled"),
        ["AnalysisRate"] = Localizer.Key("Frames per second"),
        ["ManualTriggerDelay"] = Localizer.Key("Manual delay, ms"),
        ["RegionOfInterest"] = Localizer.Key("Where to look"),
        ["Countries"] = Localizer.Key("Countries"),
        ["AgentId"] = Localizer.Key("Agent"),
        ["SiteId"] = Localizer.Key("Site"),
        ["DirectionDegrees"] = Localizer.Key("Direction of travel"),
        ["DirectionName"] = Localizer.Key("Name of the direction"),
        ["OppositeName"] = Localizer.Key("Name of the opposite direction"),
        ["Latitude"] = Localizer.Key("Latitude"),
        ["Longitude"] = Localizer.Key("Longitude"),
        ["DeletedAt"] = Localizer.Key("Deleted"),
        ["ListType"] = Localizer.Key("Type"),
        ["MatchStrategy"] = Localizer.Key("Match"),
        ["IsActive"] = Localizer.Key("Active"),
        ["RepeatMinutes"] = Localizer.Key("Repeat alert after"),
        ["MinCandidatePercent"] = Localizer.Key("Possible readings from"),
        ["KeepDays"] = Localizer.Key("Keep its flows at least"),
        ["FlowDays"] = Localizer.Key("Keep flows, days"),
        ["PictureDays"] = Localizer.Key("Keep pictures, days"),
        ["Reason"] = Localizer.Key("Reason"),
        ["Color"] = Localizer.Key("Colour"),
        ["Recipients"] = Localizer.Key("E-mail recipients"),
        ["Plate"] = Localizer.Key("Plate"),
        ["Written"] = Localizer.Key("Written as"),
        ["Description"] = Localizer.Key("Description"),
        ["Region"] = Localizer.Key("Region"),
        ["AllowsPrivate"] = Localizer.Key("Private addresses"),
        ["SendsFlows"] = Localizer.Key("Flows"),
        ["SendsAlerts"] = Localizer.Key("Alerts"),
        ["SendsHeartbeats"] = Localizer.Key("Heartbeats"),
        ["ListId"] = Localizer.Key("Alert list"),
        ["Format"] = Localizer.Key("Format"),
        ["CertificatePin"] = Localizer.Key("Fingerprint"),
        ["Email"] = Localizer.Key("E-mail address"),
        ["TwoFactorEnabled"] = Localizer.Key("Two-factor authentication"),
        ["Value"] = Localizer.Key("Value"),
        ["FlowId"] = Localizer.Key("Flow"),
        ["Text"] = Localizer.Key("Text"),
        ["Before"] = Localizer.Key("Before"),
        ["After"] = Localizer.Key("After"),
        ["Role"] = Localizer.Key("Role"),
        ["Sites"] = Localizer.Key("Sites"),
        ["Retention:FlowDays"] = Localizer.Key("Flows by age"),
        ["Retention:UnlistedHours"] = Localizer.Key("Flows on no list"),
        ["Retention:PictureDays"] = Localizer.Key("Pictures by age"),
        ["Retention:MinimumFreePercent"] = Localizer.Key("Pictures to make room"),
        ["Bytes"] = Localizer.Key("Bytes"),
    };

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["yes"] = Localizer.Key("yes"),
        ["no"] = Localizer.Key("no"),
        ["(none)"] = Localizer.Key("(none)"),
        ["all"] = Localizer.Key("all"),
        ["Administrator"] = Localizer.Key("Administrator"),
        ["Operator"] = Localizer.Key("Operator"),
        ["Viewer"] = Localizer.Key("Viewer"),
        ["Both"] = Localizer.Key("Automatic and manual"),
        ["Automatic"] = Localizer.Key("Automatic"),
        ["Manual"] = Localizer.Key("Manual"),
        ["Black"] = Localizer.Key("Black list"),
        ["White"] = Localizer.Key("White list"),
        ["Exact"] = Localizer.Key("best reading"),
        ["Lenient"] = Localizer.Key("all readings"),
    };

    /// <summary>What it was done to.</summary>
    public static string Subject(string noted) => Sentence(noted) ?? noted;

    /// <summary>The filter, or what was changed from what to what.</summary>
    public static string Details(string noted) => Sentence(noted) ?? string.Join(Between, noted.Split(Between).Select(Part));

    /// <summary>The filter of a search or an export in words; anything else as in <see cref="Details"/>.</summary>
    public static string Filter(string noted, DisplayClock time)
    {
        var errors = new List<string>();
        return FlowQueryText.Read(noted, errors) is { } where && errors.Count == 0
            ? FilterLabels.Describe(where, FilterChoices.None, time)
            : Details(noted);
    }

    private static string Part(string noted) =>
        noted.Split(": ", 2) is [var column, var value] && Labels.TryGetValue(column, out var label)
            ? $"{Localizer.Current[label]}: {string.Join(Change, value.Split(Change).Select(Value))}"
            : Sentence(noted) ?? noted;

    private static string Value(string noted) => Values.TryGetValue(noted, out var known) ? Localizer.Current[known] : noted;

    private static string? Sentence(string noted)
    {
        foreach (var (pattern, key) in Sentences)
        {
            if (pattern.Match(noted) is { Success: true } match)
            {
                return Localizer.Current[key, [.. match.Groups.Values.Skip(1).Select(group => (object?)group.Value)]];
            }
        }

        return null;
    }

    private static Regex PatternOf(string key)
    {
        var parts = Placeholder().Split(key);
        var pattern = Regex.Escape(parts[0]);
        for (var i = 1; i < parts.Length; i++)
        {
            pattern += (parts[i - 1].Length == 0 ? "([0-9]+)" : "(.+?)") + Regex.Escape(parts[i]);
        }

        return new Regex($@"\A{pattern}\z", RegexOptions.Singleline | RegexOptions.CultureInvariant);
    }

    [GeneratedRegex(@"\{[0-9]}")]
    private static partial Regex Placeholder();
}
