using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>A server on loopback, over plain sockets. What derives from it calls <see cref="Start"/> when it is ready to serve.</summary>
internal abstract class ConnectionListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private Task _accepting = Task.CompletedTask;

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The test is over.</summary>
    protected CancellationToken Stopped => _stop.Token;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
        _stop.Dispose();
    }

    /// <summary>The value of a header; null where there is none.</summary>
    /// <param name="head">What <see cref="ReadHeadAsync"/> read.</param>
    public static string? Header(string head, string name) =>
        head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    protected void Start()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Serves a connection, which ends with it.</summary>
    protected abstract Task ServeAsync(NetworkStream line);

    /// <summary>First line and headers of a question; null where the other side hung up.</summary>
    protected async Task<string?> ReadHeadAsync(Stream line)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await line.ReadAsync(one, Stopped) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var task = ServeAsync(await _listener.AcceptSocketAsync(Stopped));
                _connections[task] = true;

                // One that failed stays, so that the test is told.
                _ = task.ContinueWith(
                    done => _connections.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
                    TaskScheduler.Default);
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
            await ServeAsync(line);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException
            or AuthenticationException)
        {
            // The other side has gone, or the test is over.
        }
    }
}
