using System.Net.Sockets;
using System.Text;
using Dashboard.Health;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Health;

/// <summary>What systemd is told.</summary>
public sealed class ServiceNotifierTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"notify-{Guid.NewGuid():N}");

    [Fact]
    public async Task Service_TellsThatItIsUp_AliveTwiceInItsTime_AndThatItStops()
    {
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(_path));
        var time = new FakeTimeProvider();
        using var lifetime = new Lifetime();
        using var notifier = new ServiceNotifier(lifetime, time, name => name == "NOTIFY_SOCKET" ? _path : "20000000");
        await notifier.StartAsync(Cancellation);
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(systemd));
        await lifetime.Started.CancelAsync();
        Assert.Equal("READY=1", await ReceiveAsync(systemd));
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(0, systemd.Available);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(systemd));
        lifetime.StopApplication();
        Assert.Equal("STOPPING=1", await ReceiveAsync(systemd));
        await notifier.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Service_ThatNobodyListensTo_RunsOn()
    {
        using var lifetime = new Lifetime();
        using var notifier = new ServiceNotifier(lifetime, TimeProvider.System, name => name == "NOTIFY_SOCKET" ? _path : null);
        await notifier.StartAsync(Cancellation);
        await lifetime.Started.CancelAsync();
        await notifier.StopAsync(Cancellation);
        Assert.False(notifier.ExecuteTask!.IsFaulted);
    }

    public void Dispose() => File.Delete(_path);

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        var buffer = new byte[100];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Cancellation));
    }

    private sealed class Lifetime : IHostApplicationLifetime, IDisposable
    {
        private readonly CancellationTokenSource _stopping = new();

        public CancellationTokenSource Started { get; } = new();

        public CancellationToken ApplicationStarted => Started.Token;

        public CancellationToken ApplicationStopping => _stopping.Token;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication() => _stopping.Cancel();

        public void Dispose()
        {
            _stopping.Dispose();
            Started.Dispose();
        }
    }
}
