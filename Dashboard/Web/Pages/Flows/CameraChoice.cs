namespace Dashboard.Web.Pages.Flows;

/// <summary>A camera to choose in a filter.</summary>
public sealed record CameraChoice(long Id, string Alias)
{
    /// <summary>What the ways through its picture are called.</summary>
    public IReadOnlyList<string> Directions { get; init; } = [];
}
