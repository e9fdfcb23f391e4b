using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Tests.Support.Onvif;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>A web server of a camera in which RTSP is spoken in a tunnel (GET for what it says, POST for what it is told, in base64).</summary>
internal sealed class TunnelCamera : ConnectionListener
{
    private readonly ConcurrentDictionary<string, NetworkStream> _said = new();
    private readonly int _rtspPort;

    /// <param name="rtspPort">Where the RTSP server is that it leads to.</param>
    public TunnelCamera(int rtspPort)
    {
        _rtspPort = rtspPort;
        Start();
    }

    public string Address => $"rtsp://{RtspDigest.User}:{RtspDigest.Password}@127.0.0.1:{Port}/stream";

    /// <summary>Methods that it was asked by, and whether each was signed.</summary>
    public ConcurrentQueue<(string Method, bool IsSigned)> Asked { get; } = new();

    protected override async Task ServeAsync(NetworkStream line)
    {
        if (await ReadHeadAsync(line) is not { } head)
        {
            return;
        }

        var method = head.Split(' ')[0];
        var signIn = Header(head, "Authorization") ?? "";
        var isSigned = HttpDigest.IsRight(signIn, RtspDigest.User, RtspDigest.Password, method);
        Asked.Enqueue((method, isSigned));
        if (method is not ("GET" or "POST"))
        {
            await SayAsync(line, "HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
        else if (!isSigned)
        {
            await SayAsync(line, "HTTP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=\"cam\", nonce=\"7\", qop=\"auth\"\r\n\r\n");
        }
        else if (method == "GET")
        {
            await TellAsync(line, Cookie(head));
        }
        else
        {
            await HearAsync(line, _said[Cookie(head)]);
        }
    }

    private async Task TellAsync(NetworkStream line, string cookie)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _rtspPort, Stopped);
        await using var camera = client.GetStream();
        _said[cookie] = camera;
        await SayAsync(line, "HTTP/1.0 200 OK\r\nContent-Type: application/x-rtsp-tunnelled\r\n\r\n");
        await camera.CopyToAsync(line, Stopped);
    }

    // Each message is padded by itself.
    private async Task HearAsync(NetworkStream line, NetworkStream camera)
    {
        var four = new byte[4];
        while (true)
        {
            await line.ReadExactlyAsync(four, Stopped);
            await camera.WriteAsync(Convert.FromBase64String(Encoding.ASCII.GetString(four)), Stopped);
        }
    }

    private ValueTask SayAsync(NetworkStream line, string text) => line.WriteAsync(Encoding.ASCII.GetBytes(text), Stopped);

    private static string Cookie(string head) => Header(head, "x-sessioncookie") ?? "";
}
