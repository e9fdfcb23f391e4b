using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>Tells whether the other end of a connection on this machine is of a program (Linux).</summary>
internal static class SocketOwner
{
    private const string Mapped = "0000000000000000FFFF0000";

    /// <summary>Whether it is; null: that cannot be seen here.</summary>
    public static bool? IsOf(Socket socket, int process)
    {
        try
        {
            return Number((IPEndPoint)socket.RemoteEndPoint!, (IPEndPoint)socket.LocalEndPoint!) is not { } number ? null
                : Directory.EnumerateFiles($"/proc/{process}/fd").Any(file => new FileInfo(file).LinkTarget == $"socket:[{number}]");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or SocketException)
        {
            return null;
        }
    }

    // The number that the kernel gave to the socket with these ends.
    private static string? Number(IPEndPoint local, IPEndPoint remote)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        // A program may call by a socket that speaks both versions; what it calls is the same.
        return Number("/proc/net/tcp", (Text(local), Text(remote)))
            ?? (File.Exists("/proc/net/tcp6") ? Number("/proc/net/tcp6", (Mapped + Text(local), Mapped + Text(remote))) : null);
    }

    private static string? Number(string table, (string Local, string Remote) ends) =>
        File.ReadLines(table).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(parts => parts.Length > 9 && (parts[1], parts[2]) == ends)?[9];

    private static string Text(IPEndPoint end) => string.Create(
        CultureInfo.InvariantCulture,
        $"{BinaryPrimitives.ReadUInt32LittleEndian(end.Address.MapToIPv4().GetAddressBytes()):X8}:{end.Port:X4}");
}
