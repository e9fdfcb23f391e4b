using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared.Dialogs;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras.Form;

/// <summary>Deletes cameras that somebody is sure about.</summary>
internal static class CameraDeletion
{
    /// <summary>Asks, deletes and says so; false: it is to be kept.</summary>
    public static async Task<bool> DeleteAsync(this CameraStore store, Camera camera, IDialogService dialogs, ISnackbar notices)
    {
        var sure = await dialogs.ConfirmAsync(
            Localizer.Current["Delete this camera?"],
            Localizer.Current["The camera “{0}” is no longer watched and is removed from all lists. Its flows and pictures are kept.", camera.Alias],
            Localizer.Current["Delete camera"], Localizer.Current["Keep it"]);
        if (sure)
        {
            // One that somebody else has just deleted is as gone as wanted.
            await store.DeleteAsync(camera.Id);
            notices.Add(Localizer.Current["Camera “{0}” was deleted. Its flows are kept.", camera.Alias], Severity.Success);
        }

        return sure;
    }
}
