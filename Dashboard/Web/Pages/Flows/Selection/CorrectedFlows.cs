namespace Dashboard.Web.Pages.Flows.Selection;

/// <summary>Flows that were given the same plate at once, so that it can be undone.</summary>
/// <param name="Changed">Numbers of those that had another plate before.</param>
/// <param name="Plate">The plate as it was typed.</param>
public sealed record CorrectedFlows(IReadOnlyList<long> Changed, string Plate);
