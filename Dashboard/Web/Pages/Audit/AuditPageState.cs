using System.Globalization;
using Dashboard.Domain;
using Dashboard.Flows;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Pages.Audit;

/// <summary>Which audit entries are shown; it stands in the address.</summary>
internal sealed record AuditPageState
{
    private const int MaxText = 100;

    /// <summary>The first day.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>A part of the e-mail address or key.</summary>
    public string Who { get; init; } = "";

    public AuditAction? Action { get; init; }

    /// <summary>A part of what it was done to.</summary>
    public string Text { get; init; } = "";

    /// <summary>Where the page before ended; null: the newest.</summary>
    public AuditPosition? After { get; init; }

    /// <summary>Something is left out.</summary>
    public bool IsFiltered => this with { After = null } != new AuditPageState();

    /// <summary>The state that an address names; what cannot be read is left out.</summary>
    public static AuditPageState FromQueryString(string? query)
    {
        var parts = QueryHelpers.ParseQuery(query);
        string Last(string key) => parts.TryGetValue(key, out var values) ? values[^1] ?? "" : "";
        return new()
        {
            From = ReadDay(Last("from")),
            To = ReadDay(Last("to")),
            Who = Last("who").Truncate(MaxText),
            Action = Enum.TryParse<AuditAction>(Last("action"), ignoreCase: true, out var action) && Enum.IsDefined(action) ? action : null,
            Text = Last("text").Truncate(MaxText),
            After = ReadPosition(Last("after")),
        };
    }

    /// <summary>The query string, without the question mark.</summary>
    public string ToQueryString()
    {
        var parts = new Dictionary<string, string?>
        {
            ["from"] = From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["who"] = Who,
            ["action"] = Action?.ToString(),
            ["text"] = Text,
            ["after"] = After is { } after ? string.Create(CultureInfo.InvariantCulture, $"{after.At.ToUnixTimeMilliseconds()}-{after.Id}") : null,
        };
        return FlowQueryText.Join(parts.Where(part => !string.IsNullOrEmpty(part.Value)).Select(part => KeyValuePair.Create(part.Key, part.Value!)));
    }

    public string ToUrl() => WithQuery(Urls.Audit, ToQueryString());

    /// <summary>All entries of the filter as a file.</summary>
    public string ToExportUrl() => WithQuery(Urls.AuditExport, (this with { After = null }).ToQueryString());

    /// <summary>The entries that it shows.</summary>
    public AuditQuery ToQuery(DisplayClock clock) => new(
        From is { } from ? clock.StartOf(from) : null,
        To is { } to && to < DateOnly.MaxValue ? clock.StartOf(to.AddDays(1)) : null,
        Who,
        Action,
        Text);

    private static string WithQuery(string url, string query) => query.Length == 0 ? url : $"{url}?{query}";

    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static AuditPosition? ReadPosition(string text) =>
        text.Split('-') is [var at, var id]
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), number)
            : null;
}
