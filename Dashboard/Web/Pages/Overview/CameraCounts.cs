using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.Overview;

/// <summary>How many cameras do what, for the overview.</summary>
/// <param name="Running">Pictures come.</param>
/// <param name="Dark">Switched on, and no pictures come.</param>
/// <param name="Starting">Switched on, and not known yet.</param>
/// <param name="Off">Switched off.</param>
internal readonly record struct CameraCounts(int Running, int Dark, int Starting, int Off)
{
    /// <summary>All of them.</summary>
    public int All => Running + Dark + Starting + Off;

    /// <summary>What is said below the number of those that run.</summary>
    public string Note => this switch
    {
        { Dark: > 0, Off: > 0 } => Localizer.Current["{0} without picture, {1} switched off", Dark, Off],
        { Dark: > 0 } => Localizer.Current["{0} without picture", Dark],
        { Starting: > 0 } => Localizer.Current["starting"],
        { Running: 0 } => Localizer.Current["none switched on"],
        { Off: > 0 } => Localizer.Current["{0} switched off", Off],
        _ => Localizer.Current["all running"],
    };
}
