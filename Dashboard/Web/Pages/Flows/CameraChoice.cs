namespace Dashboard.Web.Pages.Flows;

/// <summary>A camera to choose in a filter.</summary>
/// <param name="Direction">What a direction through its picture is called; null: nothing.</param>
/// <param name="Opposite">What the opposite direction is called; empty: nothing.</param>
/// <param name="IsOff">Nobody watches it.</param>
public sealed record CameraChoice(long Id, string Alias, string? Direction = null, string Opposite = "", bool IsOff = false)
{
    internal IEnumerable<string> Directions => new[] { Direction, Opposite }.Where(name => name is { Length: > 0 }).Select(name => name!);
}
