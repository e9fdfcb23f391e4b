using System.Globalization;
using Dashboard.Alerts.Inbox;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Alerts;

/// <summary>Which alerts are shown; it stands in the address.</summary>
/// <param name="List">Only of this list.</param>
/// <param name="Camera">Only of this camera.</param>
/// <param name="ShowsAll">Also those that somebody has acknowledged.</param>
/// <param name="Period">Only of vehicles seen then.</param>
/// <param name="From">Where the period is custom: from this moment on, in the server's zone.</param>
/// <param name="To">Where the period is custom: before this moment, in the server's zone.</param>
/// <param name="Page">The page, from 1.</param>
public sealed record AlertsPageState(
    int? List = null,
    int? Camera = null,
    bool ShowsAll = false,
    AlertPeriod Period = AlertPeriod.Any,
    DateTime? From = null,
    DateTime? To = null,
    int Page = 1)
{
    private const string Local = "yyyy-MM-ddTHH:mm";

    /// <summary>Something narrows what is shown, besides that it is open.</summary>
    public bool IsFiltered => List is not null || Camera is not null || Period != AlertPeriod.Any;

    /// <summary>The state that an address names; what cannot be understood is left out.</summary>
    public static AlertsPageState FromUrl(int? list, int? camera, string? show, string? period, string? from, string? to, int? page)
    {
        var (first, last) = (ReadMoment(from), ReadMoment(to));
        var known = Enum.TryParse<AlertPeriod>(period, ignoreCase: true, out var named) && Enum.IsDefined(named) && named != AlertPeriod.Custom
            ? named
            : AlertPeriod.Any;
        return new AlertsPageState(
            list,
            camera,
            show == "all",
            first is not null || last is not null || string.Equals(period, "custom", StringComparison.OrdinalIgnoreCase) ? AlertPeriod.Custom : known,
            first,
            last,
            Math.Max(1, page ?? 1));
    }

    /// <summary>The address of this state.</summary>
    public string ToUrl()
    {
        string?[] parts =
        [
            List is { } list ? string.Create(CultureInfo.InvariantCulture, $"list={list}") : null,
            Camera is { } camera ? string.Create(CultureInfo.InvariantCulture, $"camera={camera}") : null,
            ShowsAll ? "show=all" : null,
            Period == AlertPeriod.Any ? null : $"period={Period.ToString().ToLowerInvariant()}",
            Period == AlertPeriod.Custom && From is { } from ? $"from={Write(from)}" : null,
            Period == AlertPeriod.Custom && To is { } to ? $"to={Write(to)}" : null,
            Page > 1 ? string.Create(CultureInfo.InvariantCulture, $"page={Page}") : null,
        ];
        var query = string.Join('&', parts.Where(part => part is not null));
        return query.Length == 0 ? Urls.Alerts : $"{Urls.Alerts}?{query}";
    }

    internal AlertFilter ToFilter(DisplayClock clock)
    {
        var now = clock.Now;
        var (from, to) = Period switch
        {
            AlertPeriod.Hour => (now.AddHours(-1), (DateTimeOffset?)null),
            AlertPeriod.Today => (clock.StartOf(DateOnly.FromDateTime(now.DateTime)), null),
            AlertPeriod.Day => (now.AddHours(-24), null),
            AlertPeriod.Week => (now.AddDays(-7), null),
            AlertPeriod.Month => (now.AddDays(-30), null),
            AlertPeriod.Custom => (From is { } first ? clock.FromLocal(first) : null, To is { } last ? clock.FromLocal(last) : null),
            _ => ((DateTimeOffset?)null, (DateTimeOffset?)null),
        };
        return new AlertFilter(List, Camera, !ShowsAll, from, to);
    }

    /// <summary>A moment as a field of the page holds it.</summary>
    public static string? Write(DateTime? moment) => moment?.ToString(Local, CultureInfo.InvariantCulture);

    /// <summary>The moment that a field of the page holds; null: none.</summary>
    public static DateTime? ReadMoment(string? text) =>
        DateTime.TryParseExact(text, [Local, Local + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;
}
