using System.Net;
using System.Net.Sockets;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Processes;
using Microsoft.Extensions.Logging.Testing;

namespace Dashboard.Tests.Capture.DeadCameras;

/// <summary>Two hundred cameras that take the call and hang up.</summary>
[Trait("Category", "System")]
public sealed class ManyDeadCamerasTests
{
    private const int Cameras = 200;

    [Fact]
    public async Task DeadCameras_AreNamedOnceEach_AndStartNoProgram()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var called = 0;
        var accepting = AcceptAsync();
        var host = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var lines = new FakeLogger();
        var pool = new FramePool();
        using var codec = new PictureCodec(pool);
        var services = new CameraServices(
            new CameraFrameSource(pool, codec, TimeProvider.System), new PipelineQueues(), new CameraStatusBoard(), new NewestPictures(pool, codec),
            TimeProvider.System, Random.Shared, lines);
        using var stop = new CancellationTokenSource();
        var running = Enumerable.Range(1, Cameras)
            .Select(id => new Camera { Id = id, Alias = $"C{id}", Source = $"{(id % 2 == 0 ? "http" : "rtsp")}://{host}/{id}" })
            .Select(camera => new CameraWorker(camera, services).RunAsync(stop.Token)).ToList();
        try
        {
            await Eventually.TrueAsync(() => Volatile.Read(ref called) >= 3 * Cameras, "three attempts each", 120);
            Assert.Equal(Cameras, lines.Collector.Count);
            Assert.Empty(ChildPrograms.Ffmpeg(host));
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(running);
            listener.Stop();
            await accepting;
        }

        async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    using var socket = await listener.AcceptSocketAsync(CancellationToken.None);
                    Interlocked.Increment(ref called);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped.
            }
        }
    }
}
