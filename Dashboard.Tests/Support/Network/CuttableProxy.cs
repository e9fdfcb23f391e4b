using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Dashboard.Tests.Support.Network;

/// <summary>A line between two programs that can be cut: what is under way breaks, and nothing new comes through until it is mended.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _to;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly Task _work;
    private volatile bool _isCut;

    public CuttableProxy(string to)
    {
        var address = new Uri(to);
        _to = new IPEndPoint(IPAddress.Loopback, address.Port);
        _listener.Start();
        _work = AcceptAsync();
    }

    /// <summary>What to connect to instead.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public void Cut()
    {
        _isCut = true;
        foreach (var socket in _open.Keys)
        {
            Break(socket);
        }
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        Cut();
        await _end.CancelAsync();
        _listener.Stop();
        await _work;
        _end.Dispose();
    }

    private static void Break(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(true, 0); // A reset, as when a line goes, and no farewell.
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Broken already, or never connected.
        }

        socket.Close();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_end.Token);
                _ = PassAsync(socket);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        _open[near] = _open[far] = true;
        try
        {
            if (!_isCut)
            {
                await far.ConnectAsync(_to);
                using var one = new NetworkStream(near);
                using var other = new NetworkStream(far);
                await Task.WhenAny(one.CopyToAsync(other), other.CopyToAsync(one));
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        finally
        {
            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
            Break(near);
        }
    }
}
