using Dashboard.Storage.Auditing;

namespace Dashboard.Security.Audit;

/// <summary>How calls of an API's route stand in the audit; a route without it stands there as a call of the API.</summary>
/// <param name="Action">What it is; null: it does not stand there.</param>
internal sealed record AuditedAs(AuditAction? Action);
