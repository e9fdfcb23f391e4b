using System.Linq.Expressions;
using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Search;

/// <summary>
/// A comparison of a text of which there are few in all flows, such as regions: with the spellings that it holds for, so that an index finds the
/// flows. Texts are compared without case, which no index can do by itself.
/// </summary>
/// <param name="Values">The spellings that flows have and that it holds for.</param>
internal sealed record NamedValuesComparison(FlowComparison Comparison, IReadOnlyList<string> Values) : FlowCondition
{
    /// <summary>More spellings than these are not looked up: then there are not few.</summary>
    public const int MaxValues = 200;

    /// <summary>The text that is compared, in a flow's row.</summary>
    public Expression<Func<Flow, string?>> Text => TextOf(Comparison.Field);

    /// <summary>The index that finds one of its spellings.</summary>
    public FlowIndex Index => Comparison.Field == FlowField.Region ? FlowIndex.Region : FlowIndex.Direction;

    /// <summary>The comparison with its spellings; as it is where there are too many, and where flows without a text are meant too.</summary>
    public static async Task<FlowCondition> ResolveAsync(
        DashboardDbContext db, FlowComparison comparison, string text, CancellationToken cancellationToken)
    {
        var wanted = text.Trim();
        if (wanted.Length == 0 || comparison.Operator is not (FlowOperator.Equal or FlowOperator.Contains))
        {
            return comparison;
        }

        var values = new List<string>();
        var last = "";
        for (var looked = 0; looked <= MaxValues; looked++)
        {
            if (await NextAsync(db, comparison.Field, last, cancellationToken) is not { } value)
            {
                return new NamedValuesComparison(comparison, values);
            }

            var isMeant = comparison.Operator == FlowOperator.Contains
                ? value.Contains(wanted, StringComparison.OrdinalIgnoreCase)
                : value.Equals(wanted, StringComparison.OrdinalIgnoreCase);
            if (isMeant)
            {
                values.Add(value);
            }

            last = value;
        }

        return comparison;
    }

    private static Expression<Func<Flow, string?>> TextOf(FlowField field) =>
        field == FlowField.Region ? flow => flow.Region : flow => flow.DirectionName;

    // Each is one step into the index, however many flows have it.
    private static Task<string?> NextAsync(DashboardDbContext db, FlowField field, string last, CancellationToken cancellationToken)
    {
        var values = db.Flows.AsNoTracking().Select(TextOf(field));
        return values.Where(value => string.Compare(value, last) > 0).OrderBy(value => value).FirstOrDefaultAsync(cancellationToken);
    }
}
