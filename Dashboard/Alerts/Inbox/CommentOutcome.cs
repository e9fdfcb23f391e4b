using Dashboard.Domain;

namespace Dashboard.Alerts.Inbox;

/// <summary>What came of commenting on an alert.</summary>
/// <param name="Result">Stored, or refused: also where somebody else wrote meanwhile.</param>
/// <param name="Seen">The comment that its writer knows of now; what is saved with it replaces that.</param>
internal sealed record CommentOutcome(ChangeResult Result, string Seen);
