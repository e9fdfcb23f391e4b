using System.Net;
using Dashboard.Cameras;
using Dashboard.Hosting.Network;

namespace Dashboard.Capture;

/// <summary>
/// Where a camera may send on to, with a redirect or in a playlist: to itself by whatever name, and to the open internet. It must not have the server
/// ask the other machines behind the firewall; a person may, by entering their address.
/// </summary>
internal static class CameraReferrals
{
    /// <summary>
    /// The addresses of a host to connect to. Throws <see cref="CaptureException"/> where none is allowed, and
    /// <see cref="System.Net.Sockets.SocketException"/> where the name is not known.
    /// </summary>
    /// <param name="camera">The address that a person entered.</param>
    /// <param name="host">The camera's host, or another that it has named.</param>
    /// <param name="place">That host with its port, for the sentence.</param>
    public static async Task<IPAddress[]> FindAsync(Uri camera, string host, string place, CancellationToken cancellationToken)
    {
        var found = await AddressGuard.FindAsync(host, cancellationToken);
        if (host.Equals(camera.IdnHost, StringComparison.OrdinalIgnoreCase) || host.Equals(camera.DnsSafeHost, StringComparison.OrdinalIgnoreCase))
        {
            return found;
        }

        var own = await AddressGuard.FindAsync(camera.IdnHost, cancellationToken);
        var allowed = found.Where(address => AddressGuard.IsPublic(address) || own.Contains(address)).ToArray();
        return allowed.Length > 0 ? allowed : throw new CaptureException(CameraErrorMessages.SendsInside(place));
    }
}
