using Dashboard.Domain.Flows;
using Dashboard.Domain.Plates;
using Dashboard.Domain.Tracking;
using Dashboard.Storage;

namespace Dashboard.Tests.Storage;

/// <summary>What conditions mean, said as plainly as can be, without any database: the translator must agree.</summary>
internal sealed class NaiveConditions(IReadOnlyList<CameraInfo> cameras)
{
    private const string Marks = " -";
    private static readonly Dictionary<char, char> Latin = new() { ['é'] = 'E', ['ſ'] = 'S', ['А'] = 'A', ['В'] = 'B' };

    public bool Holds(FlowCondition condition, Flow flow) => condition switch
    {
        FlowAll all => all.Conditions.All(part => Holds(part, flow)),
        FlowAny any => any.Conditions.Any(part => Holds(part, flow)),
        FlowComparison test => Holds(test, flow),
        _ => throw new InvalidOperationException(),
    };

    private bool Holds(FlowComparison test, Flow flow) => test.Field switch
    {
        FlowField.Id => Number(test, flow.Id),
        FlowField.Time => Compared(test, Shown(flow).CompareTo((DateTimeOffset)test.Value)),
        FlowField.Camera => Text(test, Alias(flow).ToUpperInvariant(), ((string)test.Value).ToUpperInvariant()),
        FlowField.CameraId => Number(test, flow.CameraId),
        FlowField.Site => Number(test, cameras.Single(camera => camera.Id == flow.CameraId).SiteId),
        FlowField.FirstSeen => Compared(test, flow.FirstSeenAt.CompareTo((DateTimeOffset)test.Value)),
        FlowField.Plate => Plate(test, flow, Operand(test)),
        FlowField.Candidate => flow.Candidates.Exists(candidate => Plate(test, candidate.Text, Operand(test))),
        FlowField.Corrected => flow.RawPlate is not null == (bool)test.Value == (test.Operator == FlowOperator.Equal),
        FlowField.Region => Text(test, (flow.Region ?? "").ToLowerInvariant(), ((string)test.Value).Trim().ToLowerInvariant()),
        FlowField.Direction => Text(test, (flow.DirectionName ?? "").ToLowerInvariant(), ((string)test.Value).Trim().ToLowerInvariant()),
        FlowField.Approach => Compared(test, flow.Approach.CompareTo((Approach)test.Value)),
        FlowField.Color => Compared(test, flow.Color.CompareTo((VehicleColor)test.Value)),
        FlowField.Confidence => Compared(test, flow.Confidence.CompareTo((double)test.Value)),
        FlowField.TriggerMode => Compared(test, flow.TriggerMode.CompareTo((TriggerMode)test.Value)),
        _ => throw new InvalidOperationException(),
    };

    public string Alias(Flow flow) => cameras.Single(camera => camera.Id == flow.CameraId).Alias;

    // A corrected flow is found by its plate and by what was read; it has another plate only where it is neither.
    private static bool Plate(FlowComparison test, Flow flow, string operand)
    {
        bool Is(string plate) => Plate(test, plate, operand);
        return flow.RawPlate is not { Length: > 0 } raw || operand.Length == 0 ? Is(flow.Plate)
            : test.Operator == FlowOperator.NotEqual ? Is(flow.Plate) && Is(raw)
            : Is(flow.Plate) || Is(raw);
    }

    private static string Operand(FlowComparison test) =>
        string.Concat(
            ((string)test.Value).Where(c => !Marks.Contains(c)).Select(c => c is >= 'a' and <= 'z' ? (char)(c - 32) : Latin.GetValueOrDefault(c, c)));

    private static bool Plate(FlowComparison test, string plate, string operand) => test.Operator switch
    {
        FlowOperator.Matches => Matches(plate, operand),
        FlowOperator.LooksLike => Matches(LookAlikeFolding.Fold(plate), LookAlikeFolding.Fold(operand)),
        _ => Text(test, plate, operand),
    };

    private static bool Matches(string text, string pattern) => pattern switch
    {
        "" => text.Length == 0,
        ['*', ..] => Enumerable.Range(0, text.Length + 1).Any(start => Matches(text[start..], pattern[1..])),
        _ => text.Length > 0 && (pattern[0] == '?' || pattern[0] == text[0]) && Matches(text[1..], pattern[1..]),
    };

    private static DateTimeOffset Shown(Flow flow) => DateTimeOffset.FromUnixTimeSeconds(flow.CapturedSecond);

    private static bool Number(FlowComparison test, long value) => test.Operator switch
    {
        FlowOperator.In => ((IEnumerable<long>)test.Value).Contains(value),
        FlowOperator.NotIn => !((IEnumerable<long>)test.Value).Contains(value),
        _ => Compared(test, value.CompareTo((long)test.Value)),
    };

    private static bool Text(FlowComparison test, string value, string operand) =>
        test.Operator == FlowOperator.Contains
            ? value.Contains(operand, StringComparison.Ordinal)
            : Compared(test, string.CompareOrdinal(value, operand));

    private static bool Compared(FlowComparison test, int comparison) => test.Operator switch
    {
        FlowOperator.Equal => comparison == 0,
        FlowOperator.NotEqual => comparison != 0,
        FlowOperator.Greater => comparison > 0,
        FlowOperator.GreaterOrEqual => comparison >= 0,
        FlowOperator.Less => comparison < 0,
        FlowOperator.LessOrEqual => comparison <= 0,
        _ => throw new InvalidOperationException(),
    };
}
