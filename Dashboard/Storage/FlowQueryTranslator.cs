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
    public const int MaxTests = 500;

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
    /// have, a value of the wrong type, and more than <see cref="MaxTests"/> comparisons.
    /// </summary>
    /// <param name="flows">Where to look.</param>
    /// <param name="condition">What must hold.</param>
    /// <param name="usable">Indexes that the database may look conditions up in; conditions on other columns only filter.</param>
    public IQueryable<Flow> Apply(IQueryable<Flow> flows, FlowCondition? condition, FlowIndex usable = FlowIndex.Any) =>
        condition is null ? flows : flows.Where(Translate(condition, usable));

    /// <summary>The condition as an expression over a flow. Throws as <see cref="Apply"/> does.</summary>
    public Expression<Func<Flow, bool>> Translate(FlowCondition condition, FlowIndex usable = FlowIndex.Any) => CountTests(condition) <= MaxTests
        ? Expression.Lambda<Func<Flow, bool>>(FlowIndexes.Hide(Build(condition), usable), Subject)
        : throw new ArgumentException($"A condition has at most {MaxTests} comparisons");

    /// <summary>
    /// The plate as it is compared (<see cref="PlateText.Read"/>). What no plate has stays, so <c>%</c> finds nothing; nor does a text of separators
    /// other than blanks and dashes, of which nothing would be left.
    /// </summary>
    public static string PlateOperand(string text)
    {
        var read = PlateText.Read(text);
        return read.Length > 0 || !text.Any(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) != UnicodeCategory.DashPunctuation)
            ? read
            : text;
    }

    /// <summary>The camera's name; empty where there is no such camera.</summary>
    public string Alias(int camera) => ById.TryGetValue(camera, out var known) ? known.Alias : "";

    /// <summary>A comparison of plates, made with a text of some other row.</summary>
    /// <param name="test">The comparison.</param>
    /// <param name="property">The row's property that holds the text.</param>
    public static Expression<Func<T, bool>> TextTest<T>(FlowTest test, string property)
    {
        var row = Expression.Parameter(typeof(T), "row");
        return Expression.Lambda<Func<T, bool>>(ComparePlate(test, Expression.Property(row, property)), row);
    }

    /// <summary>Whether a comparison is one of cameras, which <see cref="CamerasOf"/> answers.</summary>
    public static bool IsOfCameras(FlowField field) => field is FlowField.Camera or FlowField.CameraId or FlowField.Site;

    /// <summary>
    /// The cameras that a comparison of <see cref="FlowField.Camera"/>, <see cref="FlowField.CameraId"/> or <see cref="FlowField.Site"/> holds for.
    /// </summary>
    public IEnumerable<int> CamerasOf(FlowTest test) => Cameras.Where(test.Field switch
    {
        FlowField.Camera => AliasTest(test),
        FlowField.Site => NumberTest(test, camera => camera.SiteId),
        _ => NumberTest(test, camera => camera.Id),
    }).Select(camera => camera.Id);

    /// <summary>A pattern with <c>*</c> and <c>?</c> as the databases' LIKE takes it, with a backslash before what is meant as itself.</summary>
    public static string LikePattern(string pattern) => string.Concat(pattern.Select(c => c switch
    {
        '*' => "%",
        '?' => "_",
        '%' or '_' or '[' or '\\' => $"\\{c}",
        _ => c.ToString(),
    }));

    private static int CountTests(FlowCondition condition) => condition switch
    {
        FlowAll all => all.Conditions.Sum(CountTests),
        FlowAny any => any.Conditions.Sum(CountTests),
        _ => 1,
    };

    private Expression Build(FlowCondition condition) => condition switch
    {
        FlowAll all => Join([.. all.Conditions.Select(Build)], Expression.AndAlso, whenEmpty: true),
        FlowAny any => Join([.. any.Conditions.Select(Build)], Expression.OrElse, whenEmpty: false),
        FlowTest test => Build(test),
        CorrectedPlateTest corrected => Build(corrected),
        LinkedFlowsTest linked => Build(linked),
        NamedValuesTest named => Build(named),
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

    private BinaryExpression Build(CorrectedPlateTest corrected)
    {
        var number = Field(flow => flow.Id);
        var isNamed = corrected.Flows is { } flows
            ? Contained(number, flows.ToArray())
            : Expression.Call(typeof(Queryable), nameof(Queryable.Contains), [typeof(long)], corrected.Query.Expression, number);
        return corrected.IsExclusion
            ? Expression.AndAlso(Build(corrected.Test), Expression.Not(isNamed))
            : Expression.OrElse(Build(corrected.Test), isNamed);
    }

    // No arm for numbers without a name: a new field must not compile until it is translated.
#pragma warning disable CS8524
    private Expression Build(FlowTest test) => test.Field switch
    {
        FlowField.Id => CompareNumber(test, flow => flow.Id),
        FlowField.Time => CompareTime(test),
        FlowField.Camera or FlowField.CameraId or FlowField.Site => OfCameras([.. CamerasOf(test)]),
        FlowField.FirstSeen => Compare(test, test.Operator, Field(flow => flow.FirstSeenAt), Captured(Value<DateTimeOffset>(test))),
        FlowField.Plate => ComparePlate(test, Field(flow => flow.Plate)),
        FlowField.Confidence => CompareConfidence(test),
        FlowField.TriggerMode => CompareChoice(test, flow => flow.TriggerMode),
        FlowField.Candidate => AnyCandidate(test),
        FlowField.Region => CompareName(test, flow => flow.Region),
        FlowField.Direction => CompareName(test, flow => flow.DirectionName),
        FlowField.Approach => CompareChoice(test, flow => flow.Approach),
        FlowField.Corrected => CompareCorrected(test),
        FlowField.AlertList => throw new ArgumentException($"{test.Field} is looked up before it is translated"),
    };
#pragma warning restore CS8524

    private static Expression CompareNumber(FlowTest test, Expression<Func<Flow, long>> field)
    {
        if (test.Operator is FlowOperator.In or FlowOperator.NotIn)
        {
            var isIn = Contained(Field(field), Numbers(test));
            return test.Operator == FlowOperator.In ? isIn : Expression.Not(isIn);
        }

        return Compare(test, test.Operator, Field(field), Captured(Number(test)));
    }

    private static Expression CompareTime(FlowTest test) => WholeSecond(test) is var (how, second)
        ? Compare(test, how, Field(flow => flow.CapturedSecond), Captured(second))
        : Expression.Constant(test.Operator == FlowOperator.NotEqual);

    /// <summary>
    /// A comparison of <see cref="FlowField.Time"/> by whole seconds; null where it asks whether a flow's time is, or is not, one with a fraction.
    /// A flow's time is its whole second, as it is shown; the moment that it is compared with is taken as exact.
    /// </summary>
    internal static (FlowOperator Operator, long Second)? WholeSecond(FlowTest test)
    {
        var moment = Value<DateTimeOffset>(test);
        var second = moment.ToUnixTimeSeconds();
        var isWhole = DateTimeOffset.FromUnixTimeSeconds(second) == moment;
        return (isWhole, test.Operator) switch
        {
            (false, FlowOperator.Equal or FlowOperator.NotEqual) => null,
            (false, FlowOperator.GreaterOrEqual) => (FlowOperator.Greater, second),
            (false, FlowOperator.Less) => (FlowOperator.LessOrEqual, second),
            _ => (test.Operator, second),
        };
    }

    private static Expression ComparePlate(FlowTest test, Expression plate)
    {
        var operand = PlateOperand(Value<string>(test));
        var value = Captured(operand);
        return test.Operator switch
        {
            FlowOperator.Matches => Like(plate, operand),
            FlowOperator.LooksLike => Like(Folded(plate), PlateFolding.Fold(operand)),
            FlowOperator.Contains => Expression.Call(plate, nameof(string.Contains), null, value),
            FlowOperator.Equal or FlowOperator.NotEqual => Compare(test, test.Operator, plate, value),
            _ => Compare(test, test.Operator, Expression.Call(typeof(string), nameof(string.Compare), null, plate, value), Expression.Constant(0)),
        };
    }

    private static MethodCallExpression Like(Expression text, string pattern) => Expression.Call(
        LikeMethod, Expression.Constant(EF.Functions), text, Captured(LikePattern(pattern)), Expression.Constant("\\"));

    private static Expression Folded(Expression text) =>
        (from folded in PlateFolding.Groups from other in folded.Skip(1) select (Other: other.ToString(), As: folded[..1])).Aggregate(
            text,
            (folded, pair) => Expression.Call(
                folded, nameof(string.Replace), null, Expression.Constant(pair.Other), Expression.Constant(pair.As)));

    private static MethodCallExpression AnyCandidate(FlowTest test)
    {
        if (test.Operator is not (FlowOperator.Contains or FlowOperator.Equal or FlowOperator.Matches or FlowOperator.LooksLike))
        {
            throw NoOperator(test);
        }

        var candidates = Expression.Property(Subject, nameof(Flow.Candidates));
        return Expression.Call(
            typeof(Enumerable), nameof(Enumerable.Any), [typeof(FlowCandidate)], candidates,
            TextTest<FlowCandidate>(test, nameof(FlowCandidate.Text)));
    }

    // Agents write regions in either case, people names of directions, and some flows have none.
    private static Expression CompareName(FlowTest test, Expression<Func<Flow, string?>> field)
    {
        var name = Expression.Call(Expression.Coalesce(Field(field), Expression.Constant("")), nameof(string.ToLower), Type.EmptyTypes);
        var value = Captured(Value<string>(test).Trim().ToLowerInvariant());
        return test.Operator switch
        {
            FlowOperator.Contains => Expression.Call(name, nameof(string.Contains), null, value),
            FlowOperator.Equal or FlowOperator.NotEqual => Compare(test, test.Operator, name, value),
            _ => throw NoOperator(test),
        };
    }

    private static BinaryExpression CompareCorrected(FlowTest test)
    {
        var isCorrected = Value<bool>(test) == (test.Operator == FlowOperator.Equal);
        var (raw, none) = (Field(flow => flow.RawPlate), Expression.Constant(null, typeof(string)));
        return test.Operator is not (FlowOperator.Equal or FlowOperator.NotEqual) ? throw NoOperator(test)
            : isCorrected ? Expression.NotEqual(raw, none) : Expression.Equal(raw, none);
    }

    private Expression Build(LinkedFlowsTest linked)
    {
        var isLinked = Expression.Call(
            typeof(Queryable), nameof(Queryable.Contains), [typeof(long)], linked.Flows.Expression, Field(flow => flow.Id));
        return linked.IsExclusion ? Expression.Not(isLinked) : isLinked;
    }

    private static Expression Build(NamedValuesTest named)
    {
        var field = Field(named.Text);
        return named.Values switch
        {
            [] => Expression.Constant(false),
            [var value] => Expression.Equal(field, Captured(value)),
            var values => Contained(field, values.ToArray()),
        };
    }

    private static Expression CompareConfidence(FlowTest test)
    {
        var value = Value<double>(test);
        return double.IsNaN(value)
            ? throw new ArgumentException($"{test.Field} cannot be compared with what is no number")
            : Compare(test, test.Operator, Field(flow => flow.Confidence), Captured(value));
    }

    private static Expression CompareChoice<T>(FlowTest test, Expression<Func<Flow, T>> field) =>
        test.Operator is FlowOperator.Equal or FlowOperator.NotEqual
            ? Compare(test, test.Operator, Field(field), Captured(Value<T>(test)))
            : throw NoOperator(test);

    private static Func<CameraInfo, bool> AliasTest(FlowTest test)
    {
        var value = Value<string>(test);
        if (test.Operator == FlowOperator.Contains)
        {
            return camera => camera.Alias.Contains(value, StringComparison.OrdinalIgnoreCase);
        }

        return camera => Holds(test, string.Compare(camera.Alias, value, StringComparison.OrdinalIgnoreCase));
    }

    private static Func<CameraInfo, bool> NumberTest(FlowTest test, Func<CameraInfo, long> number)
    {
        if (test.Operator is FlowOperator.In or FlowOperator.NotIn)
        {
            var numbers = Numbers(test).ToHashSet();
            return camera => numbers.Contains(number(camera)) == (test.Operator == FlowOperator.In);
        }

        var value = Number(test);
        return camera => Holds(test, number(camera).CompareTo(value));
    }

    private static bool Holds(FlowTest test, int comparison) => test.Operator switch
    {
        FlowOperator.Equal => comparison == 0,
        FlowOperator.NotEqual => comparison != 0,
        FlowOperator.Greater => comparison > 0,
        FlowOperator.GreaterOrEqual => comparison >= 0,
        FlowOperator.Less => comparison < 0,
        FlowOperator.LessOrEqual => comparison <= 0,
        _ => throw NoOperator(test),
    };

    private Expression OfCameras(int[] ids)
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

    private static BinaryExpression Compare(FlowTest test, FlowOperator how, Expression field, Expression value) => how switch
    {
        FlowOperator.Equal => Expression.Equal(field, value),
        FlowOperator.NotEqual => Expression.NotEqual(field, value),
        FlowOperator.Greater => Expression.GreaterThan(field, value),
        FlowOperator.GreaterOrEqual => Expression.GreaterThanOrEqual(field, value),
        FlowOperator.Less => Expression.LessThan(field, value),
        FlowOperator.LessOrEqual => Expression.LessThanOrEqual(field, value),
        _ => throw NoOperator(test),
    };

    private static MethodCallExpression Contained<T>(Expression field, T[] values) =>
        Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(T)], Captured<IEnumerable<T>>(values), field);

    private static Expression Field<T>(Expression<Func<Flow, T>> field) => Expression.Property(Subject, ((MemberExpression)field.Body).Member.Name);

    // As a captured variable, the value becomes a parameter, and queries that differ in values alone share one plan.
    private static MemberExpression Captured<T>(T value) => Expression.Field(Expression.Constant(new Capture<T>(value)), nameof(Capture<>.Value));

    private static T Value<T>(FlowTest test) => test.Value is T value
        ? value
        : throw new ArgumentException($"{test.Field} is compared with {typeof(T).Name}, not with {test.Value?.GetType().Name ?? "nothing"}");

    private static long Number(FlowTest test) => test.Value is int number ? number : Value<long>(test);

    private static long[] Numbers(FlowTest test) => [.. Value<IEnumerable<long>>(test)];

    private static ArgumentException NoOperator(FlowTest test) => new($"{test.Field} cannot be compared by {test.Operator}");

    private sealed class Capture<T>(T value)
    {
        public readonly T Value = value;
    }
}
