using System.Net;
using System.Net.Sockets;

namespace Dashboard.Hosting.Network;

/// <summary>
/// Connects to the first address of a computer that answers. Each is called as soon as the one before it fails, and a quarter of a second after it
/// at the latest, while that goes on (RFC 8305, section 5): so one that is silent does not use up the time of the others.
/// </summary>
internal static class StaggeredDial
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250);

    /// <summary>The caller's to dispose. Throws <see cref="SocketException"/> where none answers: that of a refusal, if there was one.</summary>
    /// <param name="addresses">At least one.</param>
    public static async Task<NetworkStream> ConnectAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calls = new List<Task<Socket>>();
        SocketException? failure = null;
        try
        {
            for (var called = 0; called < addresses.Count || calls.Count > 0;)
            {
                if (called < addresses.Count)
                {
                    calls.Add(CallAsync(addresses[called++], port, enough.Token));
                }

                var pause = called < addresses.Count ? Stagger : Timeout.InfiniteTimeSpan;
                var ended = await Task.WhenAny([.. calls, Task.Delay(pause, enough.Token)]);
                cancellationToken.ThrowIfCancellationRequested();
                if (ended is not Task<Socket> call)
                {
                    continue;
                }

                calls.Remove(call);
                try
                {
                    return new NetworkStream(await call, ownsSocket: true);
                }
                catch (SocketException exception)
                {
                    // That somebody is there, and refuses, tells more than that there is no way to another address.
                    failure = failure?.SocketErrorCode == SocketError.ConnectionRefused ? failure : exception;
                }
            }
        }
        finally
        {
            await enough.CancelAsync();
            foreach (var call in calls)
            {
                await EndAsync(call);
            }
        }

        throw failure ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static async Task<Socket> CallAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // One that answered as well, a moment too late.
    private static async Task EndAsync(Task<Socket> call)
    {
        try
        {
            (await call).Dispose();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // It was given up.
        }
    }
}
