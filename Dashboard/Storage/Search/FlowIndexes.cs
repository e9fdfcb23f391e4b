using System.Linq.Expressions;
using System.Reflection;
using Dashboard.Domain.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;

namespace Dashboard.Storage.Search;

/// <summary>The indexes of flows, by what they are sorted by first.</summary>
[Flags]
internal enum FlowIndex
{
    /// <summary>None: the table or an index is walked from one end.</summary>
    None = 0,

    Id = 1,

    Time = 2,

    Camera = 4,

    Plate = 8,

    Confidence = 16,

    FirstSeen = 32,

    Region = 64,

    Direction = 128,

    Approach = 256,

    Color = 512,

    /// <summary>Whichever the database likes best.</summary>
    Any = Id | Time | Camera | Plate | Confidence | FirstSeen | Region | Direction | Approach | Color,
}

/// <summary>
/// Tells the database which index to use, in the one way that every provider understands: a column with nothing added to it has the same
/// value but no index. Left to themselves they choose by rules of thumb that are wrong by orders of magnitude for lists of which the first
/// few rows are wanted.
/// </summary>
internal static class FlowIndexes
{
    /// <summary>The index that a list in this order stands in; none for orders without one.</summary>
    public static FlowIndex ForOrder(FlowField order) => order switch
    {
        FlowField.Id => FlowIndex.Id,
        FlowField.Time => FlowIndex.Time,
        FlowField.Camera or FlowField.CameraId => FlowIndex.Camera,
        FlowField.Plate => FlowIndex.Plate,
        FlowField.Confidence => FlowIndex.Confidence,
        FlowField.FirstSeen => FlowIndex.FirstSeen,
        _ => FlowIndex.None,
    };

    /// <summary>The expression with its indexed columns hidden, but for those of the usable indexes.</summary>
    public static Expression Hide(Expression expression, FlowIndex usable) =>
        usable == FlowIndex.Any ? expression : new ColumnHider(usable).Visit(expression);

    /// <summary>
    /// Tells the model how a hidden point in time is written: C# cannot add a number to one, the databases can to its milliseconds.
    /// </summary>
    public static void AddFunctions(ModelBuilder model) => model.HasDbFunction(ColumnHider.HideTimeMethod).HasTranslation(arguments =>
    {
        var mapping = arguments[0].TypeMapping;
        return new SqlBinaryExpression(
            ExpressionType.Add, arguments[0], new SqlConstantExpression(DateTimeOffset.UnixEpoch, mapping), typeof(DateTimeOffset), mapping);
    });

    private sealed class ColumnHider(FlowIndex usable) : ExpressionVisitor
    {
        public static readonly MethodInfo HideTimeMethod = typeof(ColumnHider).GetMethod(nameof(HideTime), [typeof(DateTimeOffset)])!;

        private static readonly MethodInfo Concat = typeof(string).GetMethod(
            nameof(string.Concat), [typeof(string), typeof(string)])!;

        /// <summary>The same moment; only databases run it.</summary>
        public static DateTimeOffset HideTime(DateTimeOffset moment) => throw new NotSupportedException($"{moment} is not in a database");

        protected override Expression VisitMember(MemberExpression node)
        {
            if (node.Member.DeclaringType != typeof(Flow) || usable.HasFlag(IndexOf(node.Member.Name)))
            {
                return base.VisitMember(node);
            }

            return node.Type == typeof(string) ? Expression.Add(node, Expression.Constant(""), Concat)
                : node.Type == typeof(DateTimeOffset) ? Expression.Call(HideTimeMethod, node)
                : node.Type.IsEnum ? Expression.Convert(
                    Expression.Add(Expression.Convert(node, typeof(int)), Expression.Constant(0)), node.Type)
                : Expression.Add(node, Expression.Constant(Convert.ChangeType(0, node.Type, System.Globalization.CultureInfo.InvariantCulture)));
        }

        private static FlowIndex IndexOf(string column) => column switch
        {
            nameof(Flow.Id) => FlowIndex.Id,
            nameof(Flow.CapturedSecond) => FlowIndex.Time,
            nameof(Flow.CameraId) => FlowIndex.Camera,
            nameof(Flow.Plate) => FlowIndex.Plate,
            nameof(Flow.Confidence) => FlowIndex.Confidence,
            nameof(Flow.FirstSeenAt) => FlowIndex.FirstSeen,
            nameof(Flow.Region) => FlowIndex.Region,
            nameof(Flow.DirectionName) => FlowIndex.Direction,
            nameof(Flow.Approach) => FlowIndex.Approach,
            nameof(Flow.Color) => FlowIndex.Color,
            _ => FlowIndex.None,
        };
    }
}
