using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Dashboard.Health;

/// <summary>
/// Tells systemd that the server is up, that it stops, and, where its unit sets <c>WatchdogSec</c>, that it is alive: a process whose threads hang
/// says nothing and is started anew. Does nothing elsewhere. See sd_notify(3).
/// </summary>
internal sealed class ServiceNotifier(IHostApplicationLifetime lifetime, TimeProvider time, Func<string, string?> environment) : BackgroundService
{
    private readonly string? _socket = environment("NOTIFY_SOCKET");

    // Twice in its time, as the manual page asks for.
    private readonly TimeSpan? _interval =
        long.TryParse(environment("WATCHDOG_USEC"), CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0
            ? TimeSpan.FromMicroseconds(microseconds / 2.0)
            : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_socket is not { Length: > 1 })
        {
            return;
        }

        using var started = lifetime.ApplicationStarted.Register(() => Send("READY=1"));
        using var stopping = lifetime.ApplicationStopping.Register(() => Send("STOPPING=1"));
        if (_interval is not { } interval)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                Send("WATCHDOG=1");
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program stops, which has its own limit.
        }
    }

    private void Send(string message)
    {
        try
        {
            // A name that begins with @ is none of a file.
            var address = new UnixDomainSocketEndPoint(_socket![0] == '@' ? '\0' + _socket[1..] : _socket);
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(message), address);
        }
        catch (SocketException)
        {
            // Whoever started the program does not listen.
        }
    }
}
