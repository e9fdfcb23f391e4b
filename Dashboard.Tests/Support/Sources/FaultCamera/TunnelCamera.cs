using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Tests.Support.Onvif;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>A web server of a camera in which RTSP is spoken in a tunnel (GET for what it says, POST for what it is told, in base64).</summary>
internal sealed class TunnelCamera : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, NetworkStream> _said = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly int _rtspPort;
    private readonly Task _accepting;

    /// <summary>Opens it.</summary>
    /// <param name="rtspPort">Where the RTSP server is that it leads to.</param>
    public TunnelCamera(int rtspPort)
    {
        _rtspPort = rtspPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"rtsp://{RtspDigest.User}:{RtspDigest.Password}@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/stream";

    /// <summary>Methods that it was asked by, and whether each was signed.</summary>
    public ConcurrentQueue<(string Method, bool IsSigned)> Asked { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var line = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var head = await ReadHeadAsync(line);
            var method = head.Split(' ')[0];
            var signIn = Header(head, "Authorization");
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
                await TellAsync(line, Header(head, "x-sessioncookie"));
            }
            else
            {
                await HearAsync(line, _said[Header(head, "x-sessioncookie")]);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The other side has gone, or the test is over.
        }
    }

    private async Task TellAsync(NetworkStream line, string cookie)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _rtspPort, _stop.Token);
        await using var camera = client.GetStream();
        _said[cookie] = camera;
        await SayAsync(line, "HTTP/1.0 200 OK\r\nContent-Type: application/x-rtsp-tunnelled\r\n\r\n");
        await camera.CopyToAsync(line, _stop.Token);
    }

    // Each message is padded by itself.
    private async Task HearAsync(NetworkStream line, NetworkStream camera)
    {
        var four = new byte[4];
        while (true)
        {
            await line.ReadExactlyAsync(four, _stop.Token);
            await camera.WriteAsync(Convert.FromBase64String(Encoding.ASCII.GetString(four)), _stop.Token);
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream line)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await line.ReadExactlyAsync(one, _stop.Token);
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private ValueTask SayAsync(NetworkStream line, string text) => line.WriteAsync(Encoding.ASCII.GetBytes(text), _stop.Token);

    private static string Header(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim() ?? "";
}
