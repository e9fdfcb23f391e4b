using System.Globalization;

namespace Dashboard.Domain.Flows;

/// <summary>A view of a vehicle that was kept beside its best one.</summary>
/// <param name="At">When it was taken.</param>
/// <param name="Hash">The beginning of its picture's SHA-256, which names its file; null: it lies under its number, or elsewhere.</param>
public readonly record struct FlowView(DateTimeOffset At, string? Hash = null);

/// <summary>
/// The views of a vehicle that were kept beside its best one: a film strip of its passage. A flow's row holds when they were taken and what names
/// their files, in the order of their numbers from 1.
/// </summary>
public static class FlowViews
{
    /// <summary>The most views of a vehicle, the best one too.</summary>
    public const int MaxViews = 5;

    /// <summary>The longest text: a sign, eight digits, a colon and sixteen digits a view.</summary>
    public const int MaxTextLength = 128;

    /// <summary>The furthest that a view may be from the best one.</summary>
    public const long MaxOffsetMs = 99_999_999;

    /// <summary>The moments as milliseconds from the best view on, each with its name if it has one; null where there are none.</summary>
    public static string? ToText(IEnumerable<FlowView> views, DateTimeOffset best)
    {
        var text = string.Join(' ', views.Take(MaxViews - 1).Select(view =>
        {
            var offset = (long)Math.Clamp((view.At - best).TotalMilliseconds, -MaxOffsetMs, MaxOffsetMs);
            return offset.ToString(CultureInfo.InvariantCulture) + (view.Hash is { } hash ? $":{hash}" : "");
        }));
        return text.Length == 0 ? null : text;
    }

    /// <summary>Moments alone, otherwise like <see cref="ToText(IEnumerable{FlowView}, DateTimeOffset)"/>.</summary>
    public static string? ToText(IEnumerable<DateTimeOffset> taken, DateTimeOffset best) => ToText(taken.Select(at => new FlowView(at)), best);

    /// <summary>When the views of a flow were taken, in the order of their numbers; what cannot be read is none.</summary>
    public static IReadOnlyList<DateTimeOffset> Read(Flow flow) => [.. ReadAll(flow).Select(view => view.At)];

    /// <summary>The views of a flow, in the order of their numbers; what cannot be read is none.</summary>
    public static IReadOnlyList<FlowView> ReadAll(Flow flow)
    {
        var views = new List<FlowView>();
        foreach (var part in (flow.Views ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxViews - 1))
        {
            var colon = part.IndexOf(':', StringComparison.Ordinal);
            var (offset, hash) = colon < 0 ? (part, null) : (part[..colon], part[(colon + 1)..]);
            if (!long.TryParse(offset, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds)
                || hash?.All(char.IsAsciiHexDigitLower) == false)
            {
                return [];
            }

            views.Add(new FlowView(flow.CapturedAt.AddMilliseconds(milliseconds), hash));
        }

        return views;
    }
}
