using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Dashboard.Cameras;
using Dashboard.Domain.Cameras;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Sources.FaultCamera;

namespace Dashboard.Tests.Capture.DeadCameras;

/// <summary>The program itself with two hundred cameras that are dead in every way: what they cost beside none, and what it says of them.</summary>
[Trait("Category", "System")]
public sealed partial class DeadCamerasProgramTests : IDisposable
{
    private const int Cameras = 200;
    private const long MaxMegabytes = 300;
    private readonly TcpListener _silent = new(IPAddress.Loopback, 0);
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"dashboard-200-{Guid.NewGuid():N}");
    private readonly ConcurrentQueue<string> _lines = new();

    public void Dispose()
    {
        _silent.Dispose();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Program_With200DeadCameras_StartsAtOnce_NamesEachOnce_AndNeedsLittleMemory()
    {
        _silent.Start(2 * Cameras);
        await using var unknown = new FaultCamera(answer => answer.SendAsync(default, type: null, status: "404 Not Found"));
        await using var page = new FaultCamera(answer => answer.SendAsync("<html>Sign in</html>"u8.ToArray()));
        var silent = $"127.0.0.1:{((IPEndPoint)_silent.LocalEndpoint).Port}";
        string[] places =
        [
            $"http://127.0.0.1:{FreePort.Find()}", $"rtsp://127.0.0.1:{FreePort.Find()}", $"http://{silent}", $"rtsp://{silent}", unknown.Address,
            page.Address, $"rtsp://{unknown.Address["http://".Length..]}", $"{_data}/nothing",
        ];
        var without = await RunAsync(program => Task.FromResult(MegabytesOf(program)));
        await using (var app = await DashboardApp.StartAsync($"--DataDirectory={_data}"))
        {
            for (var i = 0; i < Cameras; i++)
            {
                var camera = new Camera { Alias = $"Dead {i}", Source = $"{places[i % places.Length]}/{i}" };
                Assert.True((await app.Get<CameraStore>().AddAsync(camera, Cancellation)).IsDone);
            }
        }

        _lines.Clear();
        var with = await RunAsync(async program =>
        {
            // Those that are silent are not known to be dead yet.
            Assert.True(Told().Count < Cameras, "the start waited for its cameras");
            await Eventually.TrueAsync(() => Told().Count == Cameras, "each is told", 60);
            return MegabytesOf(program);
        });
        Assert.All(Told(), camera => Assert.Equal((camera.Key, 1), (camera.Key, camera.Value)));
        TestContext.Current.TestOutputHelper?.WriteLine($"{with} MB with {Cameras} dead cameras, {without} MB without one");
        Assert.True(with - without < MaxMegabytes, $"{with} MB with {Cameras} dead cameras, {without} MB without one");
    }

    private Dictionary<string, int> Told() =>
        _lines.Select(line => FirstLine().Match(line)).Where(match => match.Success).CountBy(match => match.Groups[1].Value).ToDictionary();

    private async Task<long> RunAsync(Func<Process, Task<long>> measure)
    {
        var address = $"http://127.0.0.1:{FreePort.Find()}";
        using var program = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", ["Dashboard.dll", $"--DataDirectory={_data}", $"--urls={address}"])
            {
                WorkingDirectory = AppContext.BaseDirectory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        program.OutputDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        program.ErrorDataReceived += (_, line) => _lines.Enqueue(line.Data ?? "");
        program.Start();
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            await Eventually.TrueAsync(() => IsAlive(client, program), "the program answers", 60);
            return await measure(program);
        }
        finally
        {
            program.Kill(entireProcessTree: true);
            await program.WaitForExitAsync(CancellationToken.None);
        }
    }

    private bool IsAlive(HttpClient client, Process program)
    {
        Assert.False(program.HasExited, string.Join('\n', _lines));
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz/live");
            using var answer = client.Send(request, Cancellation);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>In memory, with all that it has started.</summary>
    private static long MegabytesOf(Process program)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: Number(id, "PPid"), Size: Number(id, "VmRSS")))
            .ToList();
        return (Number(program.Id, "VmRSS") + parents.Where(child => child.Parent == program.Id).Sum(child => child.Size)) >> 10;
    }

    private static long Number(int id, string name)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith($"{name}:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    [GeneratedRegex(@"\(Dead (\d+)\): .*Next attempt in")]
    private static partial Regex FirstLine();
}
