using System.Globalization;

namespace Dashboard.Domain.Flows;

/// <summary>
/// The views of a vehicle that were kept beside its best one: a film strip of its passage. A flow's row holds when they were taken, their files are
/// numbered from 1 in that order.
/// </summary>
public static class FlowViews
{
    /// <summary>The most views of a vehicle, the best one too.</summary>
    public const int MaxViews = 5;

    /// <summary>The longest text: a sign and eight digits a view.</summary>
    public const int MaxTextLength = 64;

    /// <summary>The furthest that a view may be from the best one.</summary>
    public const long MaxOffsetMs = 99_999_999;

    /// <summary>The moments as milliseconds from the best view on; null where there are none.</summary>
    public static string? ToText(IEnumerable<DateTimeOffset> taken, DateTimeOffset best)
    {
        var text = string.Join(' ', taken.Take(MaxViews - 1)
            .Select(at => ((long)Math.Clamp((at - best).TotalMilliseconds, -MaxOffsetMs, MaxOffsetMs)).ToString(CultureInfo.InvariantCulture)));
        return text.Length == 0 ? null : text;
    }

    /// <summary>When the views of a flow were taken, in the order of their numbers; what cannot be read is none.</summary>
    public static IReadOnlyList<DateTimeOffset> Read(Flow flow)
    {
        var taken = new List<DateTimeOffset>();
        foreach (var part in (flow.Views ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(MaxViews - 1))
        {
            if (!long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
            {
                return [];
            }

            taken.Add(flow.CapturedAt.AddMilliseconds(milliseconds));
        }

        return taken;
    }
}
