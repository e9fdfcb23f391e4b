using System.Net;
using System.Net.Sockets;

namespace Dashboard.Tests.Support.Network;

/// <summary>A port that nobody listens on, for programs that must be told one.</summary>
internal static class FreePort
{
    /// <summary>A port of the loopback address.</summary>
    public static int Find()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
