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

    /// <summary>What is said first below the number of those that run, where something is wrong; null: nothing is.</summary>
    public string? Alarm => Dark > 0 ? Localizer.Current["{0} without picture", Dark] : null;

    /// <summary>What is said besides. That a camera is off is no fault.</summary>
    public string Note => this switch
    {
        { Dark: > 0, Off: 0 } => "",
        { Dark: > 0 } => Localizer.Current["{0} switched off", Off],
        { Starting: > 0 } => Localizer.Current["starting"],
        { Running: 0 } => Localizer.Current["none switched on"],
        { Off: > 0 } => Localizer.Current["{0} switched off", Off],
        _ => Localizer.Current["all running"],
    };
}
