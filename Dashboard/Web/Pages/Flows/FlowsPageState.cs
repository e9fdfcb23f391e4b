using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Web.Pages.Flows;

/// <summary>What the list of flows shows: filters, order, page. It lives in the page's address.</summary>
public sealed record FlowsPageState
{
    /// <summary>Rows a page that are offered.</summary>
    public static readonly IReadOnlyList<int> PageSizes = [20, 50, 100];

    private const int MaxCameras = 200;

    /// <summary>Part of a plate, or a pattern of the whole (<see cref="PlateSearch"/>); empty: any.</summary>
    public string Plate { get; init; } = "";

    /// <summary>Characters that look alike are the same in <see cref="Plate"/>.</summary>
    public bool IsFolded { get; init; }

    /// <summary>A candidate that is like <see cref="Plate"/> is enough.</summary>
    public bool WithCandidates { get; init; }

    /// <summary>Cameras by number; none: all of them.</summary>
    public IReadOnlyList<long> Cameras { get; init; } = [];

    public FlowRange Range { get; init; }

    /// <summary>Start and end of a custom span, both within it; null: open.</summary>
    public DateTimeOffset? From { get; init; }

    /// <inheritdoc cref="From"/>
    public DateTimeOffset? To { get; init; }

    /// <summary>Only flows whose plate could not be read.</summary>
    public bool OnlyWithoutPlate { get; init; }

    /// <summary>Only flows with a plate below <see cref="ConfidenceTone.Low"/>.</summary>
    public bool OnlyLowConfidence { get; init; }

    /// <summary>Only flows that somebody asked for.</summary>
    public bool OnlyManual { get; init; }

    /// <summary>Further conditions, as built with the filter builder; null: none.</summary>
    public FlowCondition? Where { get; init; }

    public FlowOrder Order { get; init; } = FlowOrder.Newest;

    /// <summary>From 1.</summary>
    public int Page { get; init; } = 1;

    public int PageSize { get; init; } = FlowQueryText.DefaultPageSize;

    /// <summary>Shown as pictures instead of rows.</summary>
    public bool IsPictures { get; init; }

    /// <summary>New flows wait until somebody lets them in.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Something is left out of the list.</summary>
    public bool IsFiltered =>
        Plate.Length > 0 || Cameras.Count > 0 || Range != FlowRange.All || OnlyWithoutPlate || OnlyLowConfidence || OnlyManual || Where is not null;

    /// <summary>The first page, newest flows first: where new flows belong on top.</summary>
    public bool IsNewestFirst => Page == 1 && Order == FlowOrder.Newest;

    /// <summary>Reads an address' query string; what cannot be read is left out and told in <paramref name="errors"/>.</summary>
    public static FlowsPageState FromQueryString(string? queryString, ICollection<string> errors)
    {
        var parts = QueryHelpers.ParseQuery(queryString);
        string Last(string key) => parts.TryGetValue(key, out var values) ? values[^1] ?? "" : "";
        var query = FlowQueryText.FromQueryString(queryString, errors);
        if (!PageSizes.Contains(query.PageSize))
        {
            errors.Add($"A page has {string.Join(", ", PageSizes)} flows, not {query.PageSize}.");
        }

        var only = Words(Last("only"), ["no-plate", "low", "manual"], "a filter", errors);

        var match = Words(Last("match"), ["alike", "candidates"], "a way to compare plates", errors);
        var state = new FlowsPageState
        {
            Plate = PlateSearch.Clean(Last("plate")),
            IsFolded = match.Contains("alike"),
            WithCandidates = match.Contains("candidates"),
            IsPictures = Words(Last("view"), ["pictures"], "a view", errors).Length > 0,
            IsPaused = Words(Last("live"), ["paused"], "a state of the list", errors).Length > 0,
            Cameras = ReadCameras(Last("camera"), errors),
            OnlyWithoutPlate = only.Contains("no-plate"),
            OnlyLowConfidence = only.Contains("low") && !only.Contains("no-plate"),
            OnlyManual = only.Contains("manual"),
            Where = InDirection(query.Where, Last("direction").Trim(), errors),
            Order = query.Order,
            Page = query.Page,
            PageSize = PageSizes.Contains(query.PageSize) ? query.PageSize : FlowQueryText.DefaultPageSize,
        };

        // In the address of a flow it may be the page to go back to.
        var from = Last("from") is ['/', ..] ? "" : Last("from");
        return state.WithRange(Last("range"), ReadTime("from", from, errors), ReadTime("to", Last("to"), errors), errors);
    }

    /// <summary>The query string of this state, without the question mark; empty for the list as it opens.</summary>
    public string ToQueryString()
    {
        var parts = new List<KeyValuePair<string, string>>();
        void Add(string key, string value)
        {
            if (value.Length > 0)
            {
                parts.Add(new(key, value));
            }
        }

        Add("view", IsPictures ? "pictures" : "");
        Add("live", IsPaused ? "paused" : "");
        Add("plate", Plate);
        Add("match", string.Join(',', new[] { IsFolded ? "alike" : "", WithCandidates ? "candidates" : "" }.Where(word => word.Length > 0)));
        Add("camera", string.Join(',', Cameras));
        Add("range", FlowRanges.Word(Range));
        Add("from", From is { } from ? FlowFieldText.WriteValue(from) : "");
        Add("to", To is { } to ? FlowFieldText.WriteValue(to) : "");
        string?[] only = [OnlyWithoutPlate ? "no-plate" : null, OnlyLowConfidence ? "low" : null, OnlyManual ? "manual" : null];
        Add("only", string.Join(',', only.Where(word => word is not null)));
        var rest = FlowQueryText.ToQueryString(new FlowQuery(Where, Order, Page, PageSize));
        return string.Join('&', new[] { FlowQueryText.Join(parts), rest }.Where(text => text.Length > 0));
    }

    public string ToUrl() => WithQuery(Urls.Flows);

    /// <summary>The address of a flow in this list.</summary>
    public string ToFlowUrl(long id) => WithQuery(Urls.Flow(id));

    /// <param name="time">Gives the days of the configured zone.</param>
    internal FlowQuery ToQuery(DisplayClock time) => new(ToCondition(time), Order, Page, PageSize);

    /// <summary>All filters as one condition; null where there are none.</summary>
    /// <param name="time">Gives the days of the configured zone.</param>
    internal FlowCondition? ToCondition(DisplayClock time)
    {
        var all = new List<FlowCondition>();
        if (Plate.Length > 0)
        {
            all.Add(PlateSearch.ToCondition(Plate, IsFolded, WithCandidates));
        }

        if (Cameras.Count > 0)
        {
            all.Add(new FlowComparison(FlowField.CameraId, FlowOperator.In, Cameras));
        }

        AddRange(all, time);
        if (OnlyWithoutPlate)
        {
            all.Add(new FlowComparison(FlowField.Plate, FlowOperator.Equal, ""));
        }

        if (OnlyLowConfidence)
        {
            all.Add(new FlowComparison(FlowField.Plate, FlowOperator.NotEqual, ""));
            all.Add(new FlowComparison(FlowField.Confidence, FlowOperator.Less, ConfidenceTone.Low));
        }

        if (OnlyManual)
        {
            all.Add(new FlowComparison(FlowField.TriggerMode, FlowOperator.Equal, TriggerMode.Manual));
        }

        if (Where is not null)
        {
            all.Add(Where);
        }

        return all switch
        {
            [] => null,
            [var one] => one,
            _ => new FlowAll(all),
        };
    }

    /// <summary>The list again without any filter; order and page size stay.</summary>
    public FlowsPageState Cleared() => new() { Order = Order, PageSize = PageSize, IsPictures = IsPictures, IsPaused = IsPaused };

    /// <summary>Whether two states ask for the same flows, however they are shown.</summary>
    public bool AsksTheSame(FlowsPageState other) =>
        (this with { IsPictures = false, IsPaused = false }).ToQueryString() == (other with { IsPictures = false, IsPaused = false }).ToQueryString();

    /// <summary>Whether two states have the same filters, on whatever page and in whatever order.</summary>
    public bool FiltersTheSame(FlowsPageState other) => AsksTheSame(other with { Page = Page, PageSize = PageSize, Order = Order });

    /// <summary>The order after a click on a column: a new column begins where people look first, the same one turns round.</summary>
    public FlowsPageState SortedBy(FlowField field) => this with
    {
        Page = 1,
        Order = Order.Field == field
            ? new FlowOrder(field, !Order.Descending)
            : new FlowOrder(field, field is FlowField.Time or FlowField.Id),
    };

    private string WithQuery(string path) => ToQueryString() is { Length: > 0 } query ? $"{path}?{query}" : path;

    private static string Shorten(string text) => text.Truncate(40, "…");

    private static string[] Words(string text, string[] known, string what, ICollection<string> errors)
    {
        var words = text.Split(',', StringSplitOptions.RemoveEmptyEntries);
        foreach (var unknown in words.Except(known))
        {
            errors.Add($"“{Shorten(unknown)}” is not {what}; use one of {string.Join(", ", known)}.");
        }

        return [.. words.Intersect(known)];
    }

    // As somebody types it into the address; from then on it is one of the conditions.
    private static FlowCondition? InDirection(FlowCondition? where, string name, ICollection<string> errors)
    {
        if (name.Length == 0)
        {
            return where;
        }

        if (name.Length > CameraDirection.MaxNameLength)
        {
            errors.Add($"The name of a direction must be at most {CameraDirection.MaxNameLength} characters.");
            return where;
        }

        var direction = new FlowComparison(FlowField.Direction, FlowOperator.Equal, name);
        return where switch
        {
            null => direction,
            FlowAll all => new FlowAll([.. all.Conditions, direction]),
            _ => new FlowAll([where, direction]),
        };
    }

    private static long[] ReadCameras(string text, ICollection<string> errors)
    {
        var cameras = new SortedSet<long>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var camera) || cameras.Count >= MaxCameras)
            {
                errors.Add($"“{Shorten(part)}” is not a camera number and was ignored.");
                continue;
            }

            cameras.Add(camera);
        }

        return [.. cameras];
    }

    private static DateTimeOffset? ReadTime(string key, string text, ICollection<string> errors)
    {
        if (text.Length == 0)
        {
            return null;
        }

        if (FlowFieldText.TryReadValue(FlowField.Time, FlowOperator.Equal, text, out var value, out _))
        {
            return (DateTimeOffset)value;
        }

        errors.Add($"“{Shorten(text)}” was ignored: “{key}” must be a time such as 2025-01-31T12:00:00Z.");
        return null;
    }

    private FlowsPageState WithRange(string word, DateTimeOffset? from, DateTimeOffset? to, ICollection<string> errors)
    {
        var range = FlowRanges.Read(word) ?? (from is null && to is null ? FlowRange.All : FlowRange.Custom);
        if (word.Length > 0 && range is FlowRange.All or FlowRange.Custom)
        {
            errors.Add($"“{Shorten(word)}” is not a time range; use one of {FlowRanges.Known}.");
        }

        return range == FlowRange.Custom ? this with { Range = range, From = from, To = to } : this with { Range = range };
    }

    private void AddRange(List<FlowCondition> all, DisplayClock time)
    {
        var (from, before) = Range == FlowRange.Custom ? (From, null) : FlowRanges.Bounds(Range, time);
        if (from is { } start)
        {
            all.Add(new FlowComparison(FlowField.Time, FlowOperator.GreaterOrEqual, start));
        }

        if (before is { } end)
        {
            all.Add(new FlowComparison(FlowField.Time, FlowOperator.Less, end));
        }

        if (Range == FlowRange.Custom && To is { } last)
        {
            all.Add(new FlowComparison(FlowField.Time, FlowOperator.LessOrEqual, last));
        }
    }
}
