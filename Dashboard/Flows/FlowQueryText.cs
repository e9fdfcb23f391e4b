using System.Globalization;
using System.Text;
using Dashboard.Domain;
using Dashboard.Domain.Flows;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Flows;

/// <summary>
/// Flow queries as the query string of an address:
/// <c>where=plate.has.AB1,any(camera.eq.Gate,confidence.lt.0.8)&amp;sort=-time&amp;page=2&amp;size=50</c>.
/// Parts joined by commas must all hold; in a text <c>!</c> makes the next character an ordinary one. What cannot be read is left out, with a
/// message.
/// </summary>
internal static class FlowQueryText
{
    public const string WhereKey = "where";

    /// <inheritdoc cref="WhereKey"/>
    public const string SortKey = "sort";

    /// <inheritdoc cref="WhereKey"/>
    public const string PageKey = "page";

    /// <inheritdoc cref="WhereKey"/>
    public const string SizeKey = "size";

    /// <summary>Rows a page unless the address says otherwise.</summary>
    public const int DefaultPageSize = 20;

    public const int MaxPageSize = 1000;

    private const int MaxDepth = 8;
    private const int MaxComparisons = 100;
    private const int MaxLength = 8000;

    /// <summary>The query string of a query, without the question mark; what stands for itself is left out, so all flows are an empty text.</summary>
    public static string ToQueryString(FlowQuery query)
    {
        var parts = new List<KeyValuePair<string, string>>();
        if (query.Where is not null)
        {
            parts.Add(new(WhereKey, Write(query.Where)));
        }

        if (query.Order != FlowOrder.Newest)
        {
            parts.Add(new(SortKey, WriteOrder(query.Order)));
        }

        if (query.Page > 1)
        {
            parts.Add(new(PageKey, query.Page.ToString(CultureInfo.InvariantCulture)));
        }

        if (query.PageSize != DefaultPageSize)
        {
            parts.Add(new(SizeKey, query.PageSize.ToString(CultureInfo.InvariantCulture)));
        }

        return Join(parts);
    }

    /// <summary>
    /// Reads what <see cref="ToQueryString"/> wrote; anything else in it is ignored, what is wrong is left out and told in
    /// <paramref name="errors"/>.
    /// </summary>
    public static FlowQuery FromQueryString(string? queryString, ICollection<string> errors)
    {
        var parts = QueryHelpers.ParseQuery(queryString);
        string? Last(string key) => parts.TryGetValue(key, out var values) ? values[^1] : null;
        return new FlowQuery(
            Read(Last(WhereKey), errors),
            ReadOrder(Last(SortKey), errors),
            ReadNumber(PageKey, Last(PageKey), 1, int.MaxValue, 1, errors),
            ReadNumber(SizeKey, Last(SizeKey), 1, MaxPageSize, DefaultPageSize, errors));
    }

    /// <summary>Pairs as a query string, with the characters that addresses allow left readable.</summary>
    public static string Join(IEnumerable<KeyValuePair<string, string>> parts) =>
        string.Join('&', parts.Select(part => $"{part.Key}={Escape(part.Value)}"));

    public static string Write(FlowCondition condition)
    {
        var text = new StringBuilder();
        if (condition is FlowAll { Conditions.Count: > 1 } all)
        {
            WriteList(text, all.Conditions);
        }
        else
        {
            Write(text, condition);
        }

        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write(FlowCondition)"/> wrote; null where nothing readable is left.</summary>
    public static FlowCondition? Read(string? text, ICollection<string> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length > MaxLength)
        {
            errors.Add("The filter in the address is too long and was left out.");
            return null;
        }

        return new Reader(text, errors).Read() switch
        {
            [] => null,
            [var one] => one,
            var many => new FlowAll(many),
        };
    }

    /// <summary>An order as text: the field's name, with a minus in front where it falls.</summary>
    public static string WriteOrder(FlowOrder order) => (order.Descending ? "-" : "") + FlowFieldText.NameOf(order.Field);

    /// <summary>Reads what <see cref="WriteOrder"/> wrote; newest first where there is none.</summary>
    public static FlowOrder ReadOrder(string? text, ICollection<string> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return FlowOrder.Newest;
        }

        if (FlowFieldText.TryField(text.TrimStart('-'), out var field) && FlowFieldText.Sortable.Contains(field))
        {
            return new FlowOrder(field, text[0] == '-');
        }

        errors.Add($"Flows cannot be sorted by “{Shorten(text)}”; they are sorted by time.");
        return FlowOrder.Newest;
    }

    private static string Escape(string value) =>
        Uri.EscapeDataString(value).Replace("%28", "(").Replace("%29", ")").Replace("%2C", ",").Replace("%21", "!").Replace("%3A", ":");

    private static int ReadNumber(string name, string? text, int min, int max, int otherwise, ICollection<string> errors)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
        {
            return number;
        }

        errors.Add($"“{Shorten(text)}” is not a valid {name}; {otherwise} is used.");
        return otherwise;
    }

    private static string Shorten(string text) => text.Truncate(40, "…");

    private static void Write(StringBuilder text, FlowCondition condition)
    {
        switch (condition)
        {
            case FlowAll all:
                WriteList(text.Append("all("), all.Conditions);
                text.Append(')');
                break;
            case FlowAny any:
                WriteList(text.Append("any("), any.Conditions);
                text.Append(')');
                break;
            case FlowComparison comparison:
                text.Append(FlowFieldText.NameOf(comparison.Field)).Append('.').Append(FlowFieldText.NameOf(comparison.Operator)).Append('.');
                foreach (var c in FlowFieldText.WriteValue(comparison.Value))
                {
                    text.Append(c is '!' or ',' or '(' or ')' ? "!" : "").Append(c);
                }

                break;
        }
    }

    private static void WriteList(StringBuilder text, IReadOnlyList<FlowCondition> conditions)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            Write(i == 0 ? text : text.Append(','), conditions[i]);
        }
    }

    /// <summary>Reads a condition's text from left to right; a part that is wrong is skipped up to the next comma.</summary>
    private sealed class Reader(string text, ICollection<string> errors)
    {
        private int _at;
        private int _comparisons;

        public List<FlowCondition> Read()
        {
            var all = new List<FlowCondition>();
            while (_at < text.Length)
            {
                all.AddRange(List(0));
                if (_at < text.Length)
                {
                    errors.Add("The filter in the address has a closing bracket too many.");
                    _at++;
                }
            }

            return all;
        }

        /// <summary>The parts up to the closing bracket, which stays unread, or the end.</summary>
        private List<FlowCondition> List(int depth)
        {
            var parts = new List<FlowCondition>();
            while (_at < text.Length && text[_at] != ')')
            {
                if (text[_at] == ',')
                {
                    _at++;
                }
                else if (One(depth) is { } part)
                {
                    parts.Add(part);
                }
            }

            return parts;
        }

        private FlowCondition? One(int depth)
        {
            var group = string.CompareOrdinal(text, _at, "all(", 0, 4) == 0 ? 'l' : string.CompareOrdinal(text, _at, "any(", 0, 4) == 0 ? 'n' : ' ';
            if (group == ' ')
            {
                return Comparison(Raw());
            }

            _at += 4;
            var before = errors.Count;
            var parts = List(depth + 1);
            if (_at < text.Length)
            {
                _at++;
            }
            else
            {
                errors.Add("The filter in the address lacks a closing bracket.");
            }

            if (depth >= MaxDepth)
            {
                errors.Add($"The filter in the address is nested deeper than {MaxDepth}; what lies deeper was left out.");
                return null;
            }

            // A group that only holds what could not be read would change what is found, so it goes as a whole.
            return parts.Count == 0 && errors.Count > before ? null : group == 'l' ? new FlowAll(parts) : new FlowAny(parts);
        }

        private string Raw()
        {
            var raw = new StringBuilder();
            for (; _at < text.Length && text[_at] is not (',' or ')'); _at++)
            {
                if (text[_at] == '!' && _at + 1 < text.Length)
                {
                    _at++;
                }

                raw.Append(text[_at]);
            }

            return raw.ToString();
        }

        private FlowComparison? Comparison(string raw)
        {
            var parts = raw.Split('.', 3);
            if (parts.Length < 3 || !FlowFieldText.TryField(parts[0], out var field))
            {
                errors.Add($"“{Shorten(raw)}” in the address is not a condition and was left out.");
                return null;
            }

            if (!FlowFieldText.TryOperator(field, parts[1], out var comparison))
            {
                var allowed = string.Join(", ", FlowFieldText.OperatorsOf(field).Select(FlowFieldText.NameOf));
                errors.Add($"“{Shorten(raw)}” was left out: {parts[0]} is compared with {allowed}.");
                return null;
            }

            if (!FlowFieldText.TryReadValue(field, comparison, parts[2], out var value, out var error))
            {
                errors.Add($"“{Shorten(raw)}” was left out: {error}.");
                return null;
            }

            if (++_comparisons > MaxComparisons)
            {
                errors.Add($"“{Shorten(raw)}” was left out: a filter has at most {MaxComparisons} conditions.");
                return null;
            }

            return new FlowComparison(field, comparison, value);
        }
    }
}
