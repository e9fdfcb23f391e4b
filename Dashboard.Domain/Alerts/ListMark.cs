namespace Dashboard.Domain.Alerts;

/// <summary>The list on which a flow made an alert, for its mark.</summary>
/// <param name="ListId">The list; it may be deleted meanwhile.</param>
/// <param name="Name">Its name when the alert was made.</param>
/// <param name="Color">The colour of its marks; grey where it was deleted.</param>
public sealed record ListMark(int ListId, string Name, AlertListColor Color);
