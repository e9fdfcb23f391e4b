using Dashboard.Domain.Cameras;

namespace Dashboard.Domain.Flows;

/// <summary>A vehicle passing a camera, as far as pairs are made of it.</summary>
/// <param name="Direction">In which direction it went through the picture, whole degrees; null: not known.</param>
/// <param name="DirectionName">What that direction is called at its camera; null: nothing.</param>
public sealed record Passage(long FlowId, DateTimeOffset At, int CameraId, int? Direction = null, string? DirectionName = null);

/// <summary>Two passages of one plate that belong together.</summary>
/// <param name="First">The earlier one.</param>
/// <param name="Second">The later one.</param>
/// <param name="IsThereAndBack">They went in opposite directions: in and out, or out and in. Otherwise one just follows the other.</param>
public sealed record PassagePair(Passage First, Passage Second, bool IsThereAndBack)
{
    /// <summary>How far two directions are apart, at least, to be opposite, degrees.</summary>
    private const int Opposite = 120;

    /// <summary>The time between the two.</summary>
    public TimeSpan Duration => Second.At - First.At;

    /// <summary>
    /// The pairs of passages, the newest first. Where directions are known, each passage pairs with the next one in the opposite direction, and
    /// is in one pair only; where none is known, each passage pairs with the one before it.
    /// </summary>
    /// <param name="passages">In any order.</param>
    public static IReadOnlyList<PassagePair> Build(IEnumerable<Passage> passages)
    {
        var inOrder = passages.OrderBy(passage => passage.At).ThenBy(passage => passage.FlowId).ToList();
        var pairs = inOrder.Exists(passage => passage.Direction is not null) ? ThereAndBack(inOrder) : OneByOne(inOrder);
        return [.. pairs.Reverse()];
    }

    private static IEnumerable<PassagePair> OneByOne(List<Passage> inOrder) =>
        inOrder.Zip(inOrder.Skip(1), (first, second) => new PassagePair(first, second, IsThereAndBack: false));

    // Who passes twice in the same direction has left unseen in between: the later one counts.
    private static IEnumerable<PassagePair> ThereAndBack(List<Passage> inOrder)
    {
        Passage? open = null;
        foreach (var passage in inOrder.Where(passage => passage.Direction is not null))
        {
            if (open is { } first && AreOpposite(first, passage))
            {
                yield return new PassagePair(first, passage, IsThereAndBack: true);
                open = null;
            }
            else
            {
                open = passage;
            }
        }
    }

    // Names hold across cameras, degrees of the picture at best within one.
    private static bool AreOpposite(Passage first, Passage second) => first.DirectionName is { } from && second.DirectionName is { } to
        ? !string.Equals(from, to, StringComparison.OrdinalIgnoreCase)
        : CameraDirection.Apart(first.Direction!.Value, second.Direction!.Value) >= Opposite;
}
