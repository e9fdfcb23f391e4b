using System.Globalization;
using System.Linq.Expressions;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage;

/// <summary>
/// Turns conditions on flows into what the database runs: the one place that knows how; parts of plates are looked up by <see cref="PlateLookup"/>
/// first, where that is quicker. Conditions on cameras are answered here, from the few cameras there are, and become lists of camera numbers; so an
/// alias is compared without case in every script, on every provider.
/// </summary>
internal sealed class FlowQueryTranslator(IReadOnlyList<CameraInfo> cameras)
{
    /// <summary>The most comparisons of a condition; SQLite takes no expression of over a thousand.</summary>
    public const int MaxComparisons = 500;

    private static readonly System.Reflection.MethodInfo LikeMethod =
        typeof(DbFunctionsExtensions).GetMethod(
            nameof(DbFunctionsExtensions.Like), [typeof(DbFunctions), typeof(string), typeof(string), typeof(string)])!;

    private static readonly ParameterExpression Subject = Expression.Parameter(typeof(Flow), "flow");

    /// <summary>The cameras, by number.</summary>
    public IReadOnlyList<CameraInfo> Cameras { get; } = cameras;

    public IReadOnlyDictionary<int, CameraInfo> ById { get; } = cameras.ToDictionary(camera => camera.Id);

    public CameraInfo CameraOf(int id) => ById.GetValueOrDefault(id, CameraInfo.Unknown(id));

    /// <summary>A translator that knows the database's cameras.</summary>
    public static async Task<FlowQueryTranslator> CreateAsync(DashboardDbContext db, CancellationToken cancellationToken = default) =>
        new(await db.Cameras.OrderBy(camera => camera.Id)
            .Select(camera => new CameraInfo(
                camera.Id,
                camera.Alias,
                camera.SiteId,
                camera.AgentId,
                camera.Number ?? camera.Id,
                camera.Latitude,
                camera.Longitude)).ToListAsync(cancellationToken));

    /// <summary>
    /// The flows that a condition holds for; all where it is null. Throws <see cref="ArgumentException"/> for a comparison that a field does not
    /// have, a value of the wrong type, and more than <see cref="MaxComparisons"/> comparisons.
    /// </summary>
    /// <param name="flows">Where to look.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="usable">Indexes that the database may look conditions up in; conditions on other columns only filter.</param>
    public IQueryable<Flow> Apply(IQueryable<Flow> flows, FlowCondition? condition, FlowIndex usable = FlowIndex.Any) =>
        condition is null ? flows : flows.Where(Translate(condition, usable));

    /// <summary>The condition as an expression over a flow. Throws as <see cref="Apply"/> does.</summary>
    public Expression<Func<Flow, bool>> Translate(FlowCondition condition, FlowIndex usable = FlowIndex.Any) =>
        FlowConditions.Leaves(condition).Take(MaxComparisons + 1).Count() <= MaxComparisons
        ? Expression.Lambda<Func<Flow, bool>>(FlowIndexes.Hide(Build(condition), usable), Subject)
        : throw new ArgumentException($"A condition has at most {MaxComparisons} comparisons");

    /// <summary>
    /// The plate as it is compared (<see cref="PlateText.NormalizePattern"/>). What no plate has stays, so <c>%</c> finds nothing; nor does a
    /// text of separators other than blanks and dashes, of which nothing would be left.
    /// </summary>
    public static string PlateOperand(string text)
    {
        var read = PlateText.NormalizePattern(text);
        return read.Length > 0 || !text.Any(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
            ? read
            : text;
    }

    /// <summary>The camera's name; empty where there is no such camera.</summary>
    public string Alias(int camera) => ById.TryGetValue(camera, out var known) ? known.Alias : "";

    /// <summary>A comparison of plates, made with a text of some other row.</summary>
    /// <param name="property">The row's property that holds the text.</param>
    public static Expression<Func<T, bool>> TextComparison<T>(FlowComparison comparison, string property)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(ComparePlate(comparison, Expression.Property(row, property)), row);
    }

    /// <summary>Whether a comparison is one of cameras, which <see cref="CamerasOf"/> answers.</summary>
    public static bool IsOfCameras(FlowField field) => field is FlowField.Camera or FlowField.CameraId or FlowField.Site;

    /// <summary>
    /// The cameras that a comparison of <see cref="FlowField.Camera"/>, <see cref="FlowField.CameraId"/> or <see cref="FlowField.Site"/> holds for.
    /// </summary>
    public IEnumerable<int> CamerasOf(FlowComparison comparison) => Cameras.Where(comparison.Field switch
    {
        FlowField.Camera => MatchesAlias(comparison),
        FlowField.Site => MatchesNumber(comparison, camera => camera.SiteId),
        _ => MatchesNumber(comparison, camera => camera.Id),
    }).Select(camera => camera.Id);

    /// <summary>A pattern with <c>*</c> and <c>?</c> as the databases' LIKE takes it, with a backslash before what is meant as itself.</summary>
    public static string LikePattern(string pattern) => string.Concat(pattern.Select(c => c switch
    {
        '*' => "%",
        '?' => "_",
        '%' or '_' or '[' or '\\' => $"\\{c}",
        _ => c.ToString(),
    }));

    private Expression Build(FlowCondition condition) => condition switch
    {
        FlowAll all => Join([.. all.Conditions.Select(Build)], Expression.AndAlso, whenEmpty: true),
        FlowAny any => Join([.. any.Conditions.Select(Build)], Expression.OrElse, whenEmpty: false),
        FlowComparison comparison => Build(comparison),
        CorrectedPlateComparison corrected => Build(corrected),
        LinkedFlowsComparison linked => Build(linked),
        NamedValuesComparison named => Build(named),
        _ => throw new ArgumentException($"Unknown condition {condition.GetType().Name}", nameof(condition)),
    };

    // As a balanced tree: databases limit how deep an expression may be.
    private static Expression Join(ReadOnlySpan<Expression> parts, Func<Expression, Expression, Expression> join, bool whenEmpty) =>
        parts.Length switch
        {
            0 => Expression.Constant(whenEmpty),
            1 => parts[0],
            var n => join(Join(parts[..(n / 2)], join, whenEmpty), Join(parts[(n / 2)..], join, whenEmpty)),
        };

    private BinaryExpression Build(CorrectedPlateComparison corrected)
    {
        var number = Field(flow => flow.Id);
        var isNamed = corrected.Flows is { } flows
            ? Contained(number, flows.ToArray())
            : Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [typeof(long)], corrected.Query.Expression, number);
        return corrected.IsExclusion
            ? Expression.AndAlso(Build(corrected.Comparison), Expression.Not(isNamed))
            : Expression.OrElse(Build(corrected.Comparison), isNamed);
    }

    // No arm for numbers without a name: a new field must not compile until it is translated.
#pragma warning disable CS8524
    private Expression Build(FlowComparison comparison) => comparison.Field switch
    {
        FlowField.Id => CompareNumber(comparison, flow => flow.Id),
        FlowField.Time => CompareTime(comparison),
        FlowField.Camera or FlowField.CameraId or FlowField.Site => ForCameras([.. CamerasOf(comparison)]),
        FlowField.FirstSeen => Compare(comparison, comparison.Operator, Field(flow => flow.FirstSeenAt), Captured(Value<DateTimeOffset>(comparison))),
        FlowField.Plate => ComparePlate(comparison, Field(flow => flow.Plate)),
        FlowField.Confidence => CompareConfidence(comparison),
        FlowField.TriggerMode => CompareChoice(comparison, flow => flow.TriggerMode),
        FlowField.Candidate => AnyCandidate(comparison),
        FlowField.Region => CompareName(comparison, flow => flow.Region),
        FlowField.Direction => CompareName(comparison, flow => flow.DirectionName),
        FlowField.Approach => CompareChoice(comparison, flow => flow.Approach),
        FlowField.Color => CompareChoice(comparison, flow => flow.Color),
        FlowField.Corrected => CompareCorrected(comparison),
        FlowField.AlertList => throw new ArgumentException($"{comparison.Field} is looked up before it is translated"),
    };
#pragma warning restore CS8524

    private static Expression CompareNumber(FlowComparison comparison, Expression<Func<Flow, long>> field)
    {
        if (comparison.Operator is FlowOperator.In or FlowOperator.NotIn)
        {
            var isIn = Contained(Field(field), Numbers(comparison));
            return comparison.Operator == FlowOperator.In ? isIn : Expression.Not(isIn);
        }

        return Compare(comparison, comparison.Operator, Field(field), Captured(Number(comparison)));
    }

    private static Expression CompareTime(FlowComparison comparison) => WholeSecond(comparison) is var (how, second)
        ? Compare(comparison, how, Field(flow => flow.CapturedSecond), Captured(second))
        : Expression.Constant(comparison.Operator == FlowOperator.NotEqual);

    /// <summary>
    /// A comparison of <see cref="FlowField.Time"/> by whole seconds; null where it asks whether a flow's time is, or is not, one with a fraction.
    /// A flow's time is its whole second, as it is shown; the moment that it is compared with is taken as exact.
    /// </summary>
    internal static (FlowOperator Operator, long Second)? WholeSecond(FlowComparison comparison)
    {
        var moment = Value<DateTimeOffset>(comparison);
        var second = moment.ToUnixTimeSeconds();
        var isWhole = DateTimeOffset.FromUnixTimeSeconds(second) == moment;
        return (isWhole, comparison.Operator) switch
        {
            (false, FlowOperator.Equal or FlowOperator.NotEqual) => null,
            (false, FlowOperator.GreaterOrEqual) => (FlowOperator.Greater, second),
            (false, FlowOperator.Less) => (FlowOperator.LessOrEqual, second),
            _ => (comparison.Operator, second),
        };
    }

    private static Expression ComparePlate(FlowComparison comparison, Expression plate)
    {
        var operand = PlateOperand(Value<string>(comparison));
        var value = Captured(operand);
        return comparison.Operator switch
        {
            FlowOperator.Matches => Like(plate, operand),
            FlowOperator.LooksLike => Like(Folded(plate), LookAlikeFolding.Fold(operand)),
            FlowOperator.Contains => Expression.Call(plate, nameof(string.Contains), null, value),
            FlowOperator.Equal or FlowOperator.NotEqual => Compare(comparison, comparison.Operator, plate, value),
            _ => Compare(
                comparison,
                comparison.Operator,
                Expression.Call(typeof(string), nameof(string.Compare), null, plate, value),
                Expression.Constant(0)),
        };
    }

    private static MethodCallExpression Like(Expression text, string pattern) => Expression.Call(
        LikeMethod, Expression.Constant(EF.Functions), text, Captured(LikePattern(pattern)), Expression.Constant("\\"));

    private static Expression Folded(Expression text) =>
        (from folded in LookAlikeFolding.Groups from other in folded.Skip(1) select (Other: other.ToString(), As: folded[..1])).Aggregate(
            text,
            (folded, pair) => Expression.Call(
                folded, nameof(string.Replace), null, Expression.Constant(pair.Other), Expression.Constant(pair.As)));

    private static MethodCallExpression AnyCandidate(FlowComparison comparison)
    {
        if (comparison.Operator is not (FlowOperator.Contains or FlowOperator.Equal or FlowOperator.Matches or FlowOperator.LooksLike))
        {
            throw NoOperator(comparison);
        }

        var candidates = Expression.Property(Subject, nameof(Flow.Candidates));
        return Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Any), [typeof(FlowCandidate)], candidates,
            TextComparison<FlowCandidate>(comparison, nameof(FlowCandidate.Text)));
    }

    // Agents write regions in either case, people names of directions, and some flows have none.
    private static Expression CompareName(FlowComparison comparison, Expression<Func<Flow, string?>> field)
    {
        var name = Expression.Call(Expression.Coalesce(Field(field), Expression.Constant("")), nameof(string.ToLower), Type.EmptyTypes);
        var value = Captured(Value<string>(comparison).Trim().ToLowerInvariant());
        return comparison.Operator switch
        {
            FlowOperator.Contains => Expression.Call(name, nameof(string.Contains), null, value),
            FlowOperator.Equal or FlowOperator.NotEqual => Compare(comparison, comparison.Operator, name, value),
            _ => throw NoOperator(comparison),
        };
    }

    private static BinaryExpression CompareCorrected(FlowComparison comparison)
    {
        var isCorrected = Value<bool>(comparison) == (comparison.Operator == FlowOperator.Equal);
        var (raw, none) = (Field(flow => flow.RawPlate), Expression.Constant(null, typeof(string)));
        return comparison.Operator is not (FlowOperator.Equal or FlowOperator.NotEqual) ? throw NoOperator(comparison)
            : isCorrected ? Expression.NotEqual(raw, none) : Expression.Equal(raw, none);
    }

    private Expression Build(LinkedFlowsComparison linked)
    {
        var isLinked = Expression.Call(
            typeof(Queryable), nameof(Queryable.Contains), [typeof(long)], linked.Flows.Expression, Field(flow => flow.Id));
        return linked.IsExclusion ? Expression.Not(isLinked) : isLinked;
    }

    private static Expression Build(NamedValuesComparison named)
    {
        var field = Field(named.Text);
        return named.Values switch
        {
            [] => Expression.Constant(false),
            [var value] => Expression.Equal(field, Captured(value)),
            var values => Contained(field, values.ToArray()),
        };
    }

    private static Expression CompareConfidence(FlowComparison comparison)
    {
        var value = Value<double>(comparison);
        return double.IsNaN(value)
            ? throw new ArgumentException($"{comparison.Field} cannot be compared with what is no number")
            : Compare(comparison, comparison.Operator, Field(flow => flow.Confidence), Captured(value));
    }

    private static Expression CompareChoice<T>(FlowComparison comparison, Expression<Func<Flow, T>> field) =>
        comparison.Operator is FlowOperator.Equal or FlowOperator.NotEqual
            ? Compare(comparison, comparison.Operator, Field(field), Captured(Value<T>(comparison)))
            : throw NoOperator(comparison);

    private static Func<CameraInfo, bool> MatchesAlias(FlowComparison comparison)
    {
        var value = Value<string>(comparison);
        if (comparison.Operator == FlowOperator.Contains)
        {
            return camera => camera.Alias.Contains(value, StringComparison.OrdinalIgnoreCase);
        }

        return camera => Holds(comparison, string.Compare(camera.Alias, value, StringComparison.OrdinalIgnoreCase));
    }

    private static Func<CameraInfo, bool> MatchesNumber(FlowComparison comparison, Func<CameraInfo, long> number)
    {
        if (comparison.Operator is FlowOperator.In or FlowOperator.NotIn)
        {
            var numbers = Numbers(comparison).ToHashSet();
            return camera => numbers.Contains(number(camera)) == (comparison.Operator == FlowOperator.In);
        }

        var value = Number(comparison);
        return camera => Holds(comparison, number(camera).CompareTo(value));
    }

    private static bool Holds(FlowComparison comparison, int order) => comparison.Operator switch
    {
        FlowOperator.Equal => order == 0,
        FlowOperator.NotEqual => order != 0,
        FlowOperator.Greater => order > 0,
        FlowOperator.GreaterOrEqual => order >= 0,
        FlowOperator.Less => order < 0,
        FlowOperator.LessOrEqual => order <= 0,
        _ => throw NoOperator(comparison),
    };

    private Expression ForCameras(int[] ids)
    {
        var field = Field(flow => flow.CameraId);
        return ids.Length switch
        {
            0 => Expression.Constant(false),
            1 => Expression.Equal(field, Captured(ids[0])),
            _ when ids.Length == Cameras.Count => Expression.Constant(true),
            _ => Contained(field, ids),
        };
    }

    private static BinaryExpression Compare(FlowComparison comparison, FlowOperator how, Expression field, Expression value) => how switch
    {
        FlowOperator.Equal => Expression.Equal(field, value),
        FlowOperator.NotEqual => Expression.NotEqual(field, value),
        FlowOperator.Greater => Expression.GreaterThan(field, value),
        FlowOperator.GreaterOrEqual => Expression.GreaterThanOrEqual(field, value),
        FlowOperator.Less => Expression.LessThan(field, value),
        FlowOperator.LessOrEqual => Expression.LessThanOrEqual(field, value),
        _ => throw NoOperator(comparison),
    };

    private static MethodCallExpression Contained<T>(Expression field, T[] values) =>
        Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(T)], Captured<IEnumerable<T>>(values), field);

    private static Expression Field<T>(Expression<Func<Flow, T>> field) => Expression.Property(Subject, ((MemberExpression)field.Body).Member.Name);

    // As a captured variable, the value becomes a parameter, and queries that differ in values alone share one plan.
    private static MemberExpression Captured<T>(T value) => Expression.Field(Expression.Constant(new Capture<T>(value)), nameof(Capture<>.Value));

    private static T Value<T>(FlowComparison comparison) => comparison.Value is T value
        ? value
        : throw new ArgumentException(
            $"{comparison.Field} is compared with {typeof(T).Name}, not with {comparison.Value?.GetType().Name ?? "nothing"}");

    private static long Number(FlowComparison comparison) => comparison.Value is int number ? number : Value<long>(comparison);

    private static long[] Numbers(FlowComparison comparison) => [.. Value<IEnumerable<long>>(comparison)];

    private static ArgumentException NoOperator(FlowComparison comparison) => new($"{comparison.Field} cannot be compared by {comparison.Operator}");

    private sealed class Capture<T>(T value)
    {
        public readonly T Value = value;
    }
}
