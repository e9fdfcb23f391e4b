using System.Net;
using System.Net.Sockets;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Capture.DeadCameras;

/// <summary>A server with many dead cameras among which one lives: it starts, looks at that one, and names each of the others once.</summary>
[Trait("Category", "System")]
public sealed class ServerWithDeadCamerasTests : IDisposable
{
    private const int Dead = 40;
    private readonly TestClips _clips = new();
    private readonly TcpListener _hangsUp = new(IPAddress.Loopback, 0);
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"dashboard-dead-{Guid.NewGuid():N}");

    public void Dispose()
    {
        _hangsUp.Dispose();
        _silent.Dispose();
        _clips.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Start_WithDeadCameras_IsNotDelayedByThem()
    {
        _hangsUp.Start(Dead);
        _silent.Start(Dead);
        var calls = 0;
        var answering = AnswerAsync();
        string[] places =
        [
            $"http://127.0.0.1:{FreePort.Find()}", $"rtsp://127.0.0.1:{FreePort.Find()}", $"http://{Place(_silent)}", $"rtsp://{Place(_silent)}",
            $"rtsp://{Place(_hangsUp)}",
        ];
        int live;
        await using (var before = await DashboardApp.StartAsync($"--DataDirectory={_data}"))
        {
            var store = before.Get<CameraStore>();
            for (var i = 0; i < Dead; i++)
            {
                await AddAsync(store, $"Dead {i}", $"{places[i % places.Length]}/{i}");
            }

            live = await AddAsync(store, "Live", _clips.Clip("live.mp4", 320, 240, 10, 2));
        }

        Volatile.Write(ref calls, 0);
        await using var app = await DashboardApp.StartAsync($"--DataDirectory={_data}");
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{app.Address}/healthz/live", Cancellation)).StatusCode);
        var board = app.Get<CameraStatusBoard>();
        await Eventually.TrueAsync(() => board.Get(live).State == CameraState.Running, "the live one runs");

        var dead = Enumerable.Range(1, Dead + 1).Where(id => id != live).ToList();
        await Eventually.TrueAsync(() => dead.All(id => board.Get(id) is { State: CameraState.Waiting, LastError: not null }), "all are told", 60);
        await Eventually.TrueAsync(() => Volatile.Read(ref calls) >= 3 * Dead / places.Length, "tried again and again", 60);

        var lines = app.Log.Split('\n').Where(line => line.Contains("Next attempt in", StringComparison.Ordinal)).ToList();
        Assert.Equal(Dead, lines.Count);
        Assert.Equal(CameraState.Running, board.Get(live).State);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync($"{app.Address}/healthz/live", Cancellation)).StatusCode);
        _hangsUp.Stop();
        await answering;

        async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    using var socket = await _hangsUp.AcceptSocketAsync(CancellationToken.None);
                    Interlocked.Increment(ref calls);
                }
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or InvalidOperationException)
            {
                // Stopped.
            }
        }
    }

    private static string Place(TcpListener listener) => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    private static async Task<int> AddAsync(CameraStore store, string alias, string source)
    {
        var result = await store.AddAsync(new Camera { Alias = alias, Source = source });
        return result.Value!.Id;
    }
}
