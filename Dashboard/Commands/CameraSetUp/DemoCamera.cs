using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;

namespace Dashboard.Commands.CameraSetUp;

/// <summary>The camera that plays the demo clip: a rendered street, so that there is something to see before any camera is set up.</summary>
internal static class DemoCamera
{
    public const string Alias = "Demo street";

    /// <summary>Full path of the clip beside the program.</summary>
    public static string ClipPath => Path.Combine(AppContext.BaseDirectory, "demo", "street.mp4");

    /// <summary>Adds the camera, or sets the one that is there to the clip of this program and switches it on. Returns what it did.</summary>
    public static async Task<string> EnsureAsync(CameraStore cameras, CancellationToken cancellationToken)
    {
        var there = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken)).FirstOrDefault(
            c => string.Equals(c.Alias, Alias, StringComparison.OrdinalIgnoreCase));
        if (there is null)
        {
            (await cameras.AddAsync(new Camera { Alias = Alias, Source = ClipPath }, cancellationToken)).EnsureDone();
            return $"Demo: added the camera '{Alias}'; its first flows appear within a minute.";
        }

        if (there.Source != ClipPath || !there.IsEnabled)
        {
            (await cameras.UpdateAsync(there with { Source = ClipPath, IsEnabled = true }, cancellationToken)).EnsureDone();
            return $"Demo: the camera '{Alias}' plays the clip again.";
        }

        return $"Demo: the camera '{Alias}' is there already.";
    }
}
