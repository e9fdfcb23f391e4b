using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Web.Languages;
using MudBlazor;

namespace Dashboard.Web.Pages.Cameras.Form;

/// <summary>Switches cameras on and off for somebody who works them.</summary>
internal static class CameraSwitch
{
    /// <summary>Switches one that still is of the person's sites; says why where that is refused. False: it is as it was.</summary>
    public static async Task<bool> SwitchAsync(
        this CameraStore store, Camera camera, bool on, SiteScope scope, ISnackbar notices, CancellationToken cancellationToken)
    {
        // The camera, or the person, may belong to another site since the page was read. What is asked for is made, also where the person goes on.
        var refusal = await store.FindAsync(camera.Id, scope, cancellationToken) is null
            ? Localizer.Current["You no longer have access to it."]
            : (await store.SetEnabledAsync(camera.Id, on, CancellationToken.None)).Refusal;
        if (refusal is not null)
        {
            notices.Add(Localizer.Current["Camera “{0}” was not changed. {1}", camera.Alias, refusal], Severity.Warning);
        }

        return refusal is null;
    }
}
