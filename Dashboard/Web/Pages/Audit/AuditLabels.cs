using Dashboard.Web.Languages;
using Dashboard.Storage.Auditing;

namespace Dashboard.Web.Pages.Audit;

/// <summary>What was done, in words.</summary>
internal static class AuditLabels
{
    /// <summary>The actions to choose from, as the list shows them.</summary>
    public static IReadOnlyList<AuditAction> Actions { get; } = Enum.GetValues<AuditAction>();

    public static string Label(AuditAction action) => action switch
    {
        AuditAction.SignedIn => Localizer.Current["Signed in"],
        AuditAction.SignInFailed => Localizer.Current["Sign-in failed"],
        AuditAction.SignedOut => Localizer.Current["Signed out"],
        AuditAction.Searched => Localizer.Current["Searched"],
        AuditAction.SawFlow => Localizer.Current["Opened a flow"],
        AuditAction.SawPicture => Localizer.Current["Viewed a picture"],
        AuditAction.Exported => Localizer.Current["Exported"],
        AuditAction.Added => Localizer.Current["Added"],
        AuditAction.Changed => Localizer.Current["Changed"],
        AuditAction.Removed => Localizer.Current["Removed"],
        AuditAction.CalledApi => Localizer.Current["Called the API"],
        AuditAction.Lost => Localizer.Current["Entries lost"],
        _ => action.ToString(),
    };
}
