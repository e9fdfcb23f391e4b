namespace Dashboard.Web.Pages.Settings;

/// <summary>Looks ahead at what is lost for good soon after the settings of a section are saved.</summary>
internal interface ISettingsWarning
{
    /// <summary>The section's name.</summary>
    string Section { get; }

    /// <summary>What will be lost, for the person who saves; null: nothing, or the settings cannot be saved as they are.</summary>
    Task<string?> FindAsync(SettingsForm form, CancellationToken cancellationToken);
}
