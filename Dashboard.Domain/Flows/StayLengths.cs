using System.Globalization;

namespace Dashboard.Domain.Flows;

/// <summary>
/// How many vehicles were inside how long: counts of short spans, a minute each at first and longer ones later, so that any number of stays
/// takes little room and medians of years can be added up.
/// </summary>
public sealed class StayLengths
{
    /// <summary>The longest stay: who is seen leaving later had left unseen before.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(30);

    /// <summary>Where the bars of the statistics begin; the last has no end but <see cref="Max"/>.</summary>
    public static readonly IReadOnlyList<TimeSpan> Bars =
    [
        TimeSpan.Zero, TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4),
        TimeSpan.FromHours(8), TimeSpan.FromHours(24),
    ];

    // First seconds of the spans that are counted, and the end of the last. Every bar begins with one.
    private static readonly int[] Bounds =
    [
        .. Steps(0, 30, 1), .. Steps(30, 120, 5), .. Steps(120, 480, 15), .. Steps(480, 1440, 60), .. Steps(1440, 10_080, 360),
        .. Steps(10_080, 43_200, 1440), 43_200 * 60,
    ];

    private readonly long[] _counts = new long[Bounds.Length - 1];

    /// <summary>How many stays.</summary>
    public long Total => _counts.Sum();

    /// <summary>The bar that a stay belongs to, from 0.</summary>
    public static int BarOf(TimeSpan stay) => Bars.Count - 1 - Bars.Reverse().TakeWhile(start => start > stay).Count();

    /// <summary>Adds a stay; none that is negative or longer than <see cref="Max"/>.</summary>
    public void Add(TimeSpan stay)
    {
        if (stay >= TimeSpan.Zero && stay <= Max)
        {
            _counts[Math.Min(_counts.Length, UpTo((int)stay.TotalSeconds)) - 1]++;
        }
    }

    /// <summary>Adds what <see cref="ToText"/> wrote; what cannot be read is left out.</summary>
    public void Add(string text)
    {
        foreach (var part in text.AsSpan().Split(' '))
        {
            var pair = text.AsSpan(part);
            var colon = pair.IndexOf(':');
            if (colon > 0 && int.TryParse(pair[..colon], CultureInfo.InvariantCulture, out var at) && at >= 0 && at < _counts.Length
                && long.TryParse(pair[(colon + 1)..], CultureInfo.InvariantCulture, out var count) && count > 0)
            {
                _counts[at] += count;
            }
        }
    }

    /// <summary>The counts that are not 0, such as <c>3:12 17:1</c>: span by number, then how many.</summary>
    public string ToText() => string.Join(
        ' ', _counts.Select((count, at) => (count, at)).Where(one => one.count > 0)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.at}:{one.count}")));

    /// <summary>How many stays each of the <see cref="Bars"/> has.</summary>
    public IReadOnlyList<long> ToBars()
    {
        var bars = new long[Bars.Count];
        for (var at = 0; at < _counts.Length; at++)
        {
            bars[BarOf(TimeSpan.FromSeconds(Bounds[at]))] += _counts[at];
        }

        return bars;
    }

    /// <summary>The length that this share of stays does not exceed, 0 to 1; as exact as the spans are short; null without stays.</summary>
    public TimeSpan? Quantile(double share)
    {
        var (wanted, before) = (share * Total, 0L);
        for (var at = 0; at < _counts.Length; at++)
        {
            if (_counts[at] > 0 && before + _counts[at] >= wanted)
            {
                var within = (wanted - before) / _counts[at];
                return TimeSpan.FromSeconds(Bounds[at] + (within * (Bounds[at + 1] - Bounds[at])));
            }

            before += _counts[at];
        }

        return null;
    }

    // How many spans begin at this second or before.
    private static int UpTo(int second)
    {
        var found = Array.BinarySearch(Bounds, second);
        return found >= 0 ? found + 1 : ~found;
    }

    private static IEnumerable<int> Steps(int fromMinute, int toMinute, int minutes)
    {
        for (var minute = fromMinute; minute < toMinute; minute += minutes)
        {
            yield return minute * 60;
        }
    }
}
