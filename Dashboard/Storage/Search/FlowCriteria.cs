using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;

namespace Dashboard.Storage.Search;

/// <summary>
/// What a condition says about the columns that flows are found and counted by. It never decides which flows match: the whole condition
/// does. But where <see cref="IsCounted"/>, cameras, time and trigger mode are all that it says.
/// </summary>
internal sealed record FlowCriteria
{
    /// <summary>The whole condition; null: all flows.</summary>
    public FlowCondition? Condition { get; init; }

    /// <summary>Only flows of these cameras; null: of all.</summary>
    public IReadOnlyList<int>? Cameras { get; init; }

    /// <summary>Only flows of this second and later.</summary>
    public long? From { get; init; }

    /// <summary>Only flows before this second.</summary>
    public long? To { get; init; }

    public TriggerMode? TriggerMode { get; init; }

    /// <summary>Only flows with a greater number.</summary>
    public long? Above { get; init; }

    /// <summary>Only flows with this number or a lesser one.</summary>
    public long? UpTo { get; init; }

    /// <summary>The index in which flows of one region, direction or approach, or without plate, stand by time; none where others match.</summary>
    public FlowIndex ByValue { get; init; }

    /// <summary>Only flows of a list of numbers.</summary>
    public bool IsOfNumbers { get; init; }

    /// <summary>The number of the one flow that is asked for by its number alone; null otherwise.</summary>
    public long? OneNumber => Condition is FlowComparison { Field: FlowField.Id, Operator: FlowOperator.Equal, Value: long number } ? number : null;

    /// <summary>Only flows with this plate.</summary>
    public string? Plate { get; init; }

    /// <summary>Only flows with this in their plate; the longest such text where there are several.</summary>
    public string? PlatePart { get; init; }

    /// <summary>The pattern that <see cref="PlatePart"/> is of; null: the part may stand anywhere.</summary>
    public string? PlatePattern { get; init; }

    /// <summary>What looks alike in <see cref="PlatePattern"/> is the same.</summary>
    public bool IsFolded { get; init; }

    /// <summary>
    /// Flows that are found by their number, whatever their plate is: they were corrected and read as <see cref="Plate"/>, or with
    /// <see cref="PlatePart"/> in it, or have a candidate like it.
    /// </summary>
    public IReadOnlyList<long> OtherFlows { get; init; } = [];

    /// <summary>It depends on rows beside the flows, which change while the flows stay as they are.</summary>
    public bool IsLinked { get; init; }

    /// <summary>What is not said above; the parts above that bound numbers and plates are here too.</summary>
    public IReadOnlyList<FlowCondition> Others { get; init; } = [];

    public bool IsNothing => Cameras is { Count: 0 } || From >= To;

    /// <summary>All that is not said above is that flows have another plate than a certain one.</summary>
    public bool IsOfOtherPlates =>
        Others is [FlowComparison { Field: FlowField.Plate, Operator: FlowOperator.NotEqual } or CorrectedPlateComparison { IsExclusion: true }];

    /// <summary>All that the condition says is which cameras, what time and which trigger mode.</summary>
    public bool IsCounted => Others.Count == 0;

    /// <summary>The one camera it is about; null where there are more.</summary>
    public int? OneCamera => Cameras is [var camera] ? camera : null;

    /// <summary>Of cameras and trigger mode it says nothing, or names one camera.</summary>
    public bool IsPlain => TriggerMode is null && Cameras is null or { Count: 1 };

    /// <summary>What a condition says. Throws <see cref="ArgumentException"/> as the translator does.</summary>
    public static FlowCriteria Create(FlowCondition? condition, FlowQueryTranslator translator)
    {
        var criteria = new FlowCriteria { Condition = condition };
        return condition is null ? criteria : criteria.And(condition, translator);
    }

    public FlowCriteria ForCameras(IReadOnlyCollection<int> cameras) => this with
    {
        Condition = new FlowAll(
        [
            .. Condition is null ? Array.Empty<FlowCondition>() : [Condition],
            new FlowComparison(FlowField.CameraId, FlowOperator.In, cameras.Select(id => (long)id).ToList()),
        ]),
        Cameras = Cameras is null ? [.. cameras] : [.. Cameras.Intersect(cameras)],
    };

    private FlowCriteria And(FlowCondition condition, FlowQueryTranslator translator) => condition switch
    {
        FlowAll all => all.Conditions.Aggregate(this, (criteria, part) => criteria.And(part, translator)),
        FlowAny { Conditions: [var only] } => And(only, translator),
        FlowAny any when any.Conditions.Count > 0 && any.Conditions.All(IsOfCameras) =>
            WithCameras(any.Conditions.SelectMany(part => translator.CamerasOf((FlowComparison)part))),
        FlowAny
        {
            Conditions:
            [
                FlowComparison { Field: FlowField.Plate } or CorrectedPlateComparison,
                FlowComparison { Field: FlowField.Id, Operator: FlowOperator.In } numbers,
            ],
        } any => AndPlateOrNumbers(any, numbers, translator),
        FlowComparison comparison => And(comparison, translator),
        CorrectedPlateComparison { Flows: { } flows, Comparison.Value: string text } corrected => AndCorrected(corrected, text, flows),
        NamedValuesComparison named => AndNamed(named),
        _ => (this with { IsLinked = IsLinked || HasLinks(condition) }).WithOther(condition),
    };

    private FlowCriteria And(FlowComparison comparison, FlowQueryTranslator translator) => (comparison.Field, comparison.Operator) switch
    {
        (FlowField.Camera or FlowField.CameraId or FlowField.Site, _) => WithCameras(translator.CamerasOf(comparison)),
        (FlowField.Time, _) => AndTime(comparison),
        (FlowField.TriggerMode, FlowOperator.Equal or FlowOperator.NotEqual) => AndTrigger(comparison),
        (FlowField.Id, FlowOperator.Equal or FlowOperator.In) => (this with { IsOfNumbers = true }).WithOther(comparison),
        (FlowField.Id, FlowOperator.Greater or FlowOperator.GreaterOrEqual or FlowOperator.Less or FlowOperator.LessOrEqual) => AndNumber(comparison),
        (FlowField.Approach, FlowOperator.Equal) => WithValue(FlowIndex.Approach).WithOther(comparison),
        (FlowField.Color, FlowOperator.Equal) => WithValue(FlowIndex.Color).WithOther(comparison),
        (FlowField.Plate, FlowOperator.Equal) when comparison.Value is string text && FlowQueryTranslator.PlateOperand(text).Length == 0 =>
            WithValue(FlowIndex.Plate).WithOther(comparison),
        (FlowField.Plate, FlowOperator.Equal) when comparison.Value is string plate => (this with
        {
            Plate = FlowQueryTranslator.PlateOperand(plate),
            OtherFlows = [],
        }).WithOther(comparison),
        (FlowField.Plate, FlowOperator.Contains) when comparison.Value is string text => AndPart(comparison, FlowQueryTranslator.PlateOperand(text)),
        (FlowField.Plate, FlowOperator.Matches or FlowOperator.LooksLike) when comparison.Value is string text =>
            WithPattern(comparison.Operator, text, []).WithOther(comparison),
        _ => WithOther(comparison),
    };

    private FlowCriteria AndNamed(NamedValuesComparison named) => named.Values switch
    {
        [] => this with { Cameras = [] },
        [_] => WithValue(named.Index).WithOther(named),
        _ => WithOther(named),
    };

    // Of two of them a region tells most; an approach is one of two, and what is without plate has little else.
    private FlowCriteria WithValue(FlowIndex index) =>
        ByValue is FlowIndex.None or FlowIndex.Plate || (index != FlowIndex.Plate && index < ByValue) ? this with { ByValue = index } : this;

    private FlowCriteria AndTime(FlowComparison comparison) => FlowQueryTranslator.WholeSecond(comparison) switch
    {
        (FlowOperator.Equal, var second) => Within(second, second + 1),
        (FlowOperator.Greater, var second) => Within(second + 1, null),
        (FlowOperator.GreaterOrEqual, var second) => Within(second, null),
        (FlowOperator.Less, var second) => Within(null, second),
        (FlowOperator.LessOrEqual, var second) => Within(null, second + 1),
        _ => WithOther(comparison),
    };

    private FlowCriteria AndTrigger(FlowComparison comparison)
    {
        if (comparison.Value is not Domain.Flows.TriggerMode mode || !Enum.IsDefined(mode))
        {
            return WithOther(comparison);
        }

        var wanted = (comparison.Operator == FlowOperator.Equal) == (mode == Domain.Flows.TriggerMode.Manual)
            ? Domain.Flows.TriggerMode.Manual
            : Domain.Flows.TriggerMode.Auto;
        return TriggerMode is { } other && other != wanted ? this with { Cameras = [] } : this with { TriggerMode = wanted };
    }

    private FlowCriteria AndNumber(FlowComparison comparison)
    {
        if ((comparison.Value is int number ? number : comparison.Value as long?) is not { } value || value == long.MinValue)
        {
            return WithOther(comparison);
        }

        var bounded = comparison.Operator switch
        {
            FlowOperator.Greater => this with { Above = Math.Max(Above ?? value, value) },
            FlowOperator.GreaterOrEqual => this with { Above = Math.Max(Above ?? (value - 1), value - 1) },
            FlowOperator.Less => this with { UpTo = Math.Min(UpTo ?? (value - 1), value - 1) },
            _ => this with { UpTo = Math.Min(UpTo ?? value, value) },
        };
        return bounded.WithOther(comparison);
    }

    // What a pattern says between its wildcards; one without any text says how long a plate is, or nothing.
    private static string LongestPart(string pattern) => pattern.Split('*', '?').MaxBy(part => part.Length) ?? "";

    private FlowCriteria AndPart(FlowComparison comparison, string part) =>
        part.Length == 0 ? this : WithPart(part, otherFlows: []).WithOther(comparison);

    // Of several parts the longest leads; a whole plate leads before any part.
    private FlowCriteria WithPart(string part, IReadOnlyList<long> otherFlows, string? pattern = null, bool isFolded = false) =>
        part.Length <= (PlatePart?.Length ?? 0)
            ? this
            : this with
            {
                PlatePart = part,
                PlatePattern = pattern,
                IsFolded = isFolded,
                OtherFlows = Plate is null ? otherFlows : OtherFlows,
            };

    private FlowCriteria WithPattern(FlowOperator how, string text, IReadOnlyList<long> otherFlows)
    {
        var isFolded = how == FlowOperator.LooksLike;
        var operand = FlowQueryTranslator.PlateOperand(text);
        var pattern = isFolded ? LookAlikeFolding.Fold(operand) : operand;
        return WithPart(LongestPart(pattern), otherFlows, pattern, isFolded);
    }

    // Flows of a plate, and some that are known by their numbers: those that have it as a candidate.
    private FlowCriteria AndPlateOrNumbers(FlowAny any, FlowComparison numbers, FlowQueryTranslator translator)
    {
        var plate = new FlowCriteria().And(any.Conditions[0], translator);
        return Plate is not null || PlatePart is not null || (plate.Plate is null && plate.PlatePart is null)
            ? WithOther(any)
            : (this with
            {
                Plate = plate.Plate,
                PlatePart = plate.PlatePart,
                PlatePattern = plate.PlatePattern,
                IsFolded = plate.IsFolded,
                OtherFlows = [.. plate.OtherFlows.Union((IEnumerable<long>)numbers.Value)],
            }).WithOther(any);
    }

    private static bool HasLinks(FlowCondition condition) => FlowConditions.Leaves(condition).Any(leaf => leaf is LinkedFlowsComparison);

    private FlowCriteria AndCorrected(CorrectedPlateComparison corrected, string text, IReadOnlyList<long> flows)
    {
        var operand = FlowQueryTranslator.PlateOperand(text);
        var bounded = corrected.Comparison.Operator switch
        {
            FlowOperator.Equal => this with { Plate = operand, OtherFlows = flows },
            FlowOperator.Contains => WithPart(operand, flows),
            FlowOperator.Matches or FlowOperator.LooksLike => WithPattern(corrected.Comparison.Operator, text, flows),
            _ => this,
        };
        return bounded.WithOther(corrected);
    }

    private FlowCriteria Within(long? from, long? to) => this with
    {
        From = from is null || From > from ? From : from,
        To = to is null || To < to ? To : to,
    };

    private FlowCriteria WithCameras(IEnumerable<int> cameras) =>
        this with { Cameras = Cameras is null ? [.. cameras.Distinct().Order()] : [.. Cameras.Intersect(cameras)] };

    private FlowCriteria WithOther(FlowCondition condition) => this with { Others = [.. Others, condition] };

    private static bool IsOfCameras(FlowCondition condition) =>
        condition is FlowComparison comparison && FlowQueryTranslator.IsOfCameras(comparison.Field);
}
