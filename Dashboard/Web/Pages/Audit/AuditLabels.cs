using Dashboard.Storage.Auditing;

namespace Dashboard.Web.Pages.Audit;

/// <summary>What was done, in words.</summary>
internal static class AuditLabels
{
    /// <summary>The actions to choose from, as the list shows them.</summary>
    public static IReadOnlyList<AuditAction> Actions { get; } = Enum.GetValues<AuditAction>();

    public static string Label(AuditAction action) => action switch
    {
        AuditAction.SignedIn => "Signed in",
        AuditAction.SignInFailed => "Sign-in failed",
        AuditAction.SignedOut => "Signed out",
        AuditAction.Searched => "Searched",
        AuditAction.SawFlow => "Opened a flow",
        AuditAction.SawPicture => "Saw a picture",
        AuditAction.Exported => "Exported",
        AuditAction.Added => "Added",
        AuditAction.Changed => "Changed",
        AuditAction.Removed => "Removed",
        AuditAction.CalledApi => "Called the API",
        AuditAction.Lost => "Entries lost",
        _ => action.ToString(),
    };
}
