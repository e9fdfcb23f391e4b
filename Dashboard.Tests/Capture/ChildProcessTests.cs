using System.Diagnostics;
using Dashboard.Cameras;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Domain.Cameras;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Support;
using Dashboard.Tests.Support.Processes;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Capture;

/// <summary>A server that is killed leaves nothing running.</summary>
[Trait("Category", "System")]
public sealed class ChildProcessTests : IDisposable
{
    private readonly TestClips _clips = new();

    public void Dispose() => _clips.Dispose();

    [Fact]
    public async Task Program_ThatIsStarted_IsToldNoSettingsAndNoProxy()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Runs env");
        string[] secret = ["Planted__Password", "PLANTED_PROXY"];
        foreach (var variable in secret.Append("PLANTED_DRIVER"))
        {
            Environment.SetEnvironmentVariable(variable, "planted");
        }

        using var process = await ChildProcesses.StartAsync("env", []);
        var told = await process.StandardOutput.ReadToEndAsync(Cancellation);
        foreach (var variable in secret.Append("PLANTED_DRIVER"))
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        Assert.Contains("PLANTED_DRIVER=planted", told);
        Assert.Contains("PATH=", told);
        Assert.All(secret, variable => Assert.DoesNotContain(variable, told));
    }

    [Fact]
    public async Task Server_KilledOutright_LeavesNoFfmpegBehind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Reads /proc");

        // One frame in ten seconds: ffmpeg does not notice by a broken pipe that the server is gone.
        var clip = _clips.Clip("killed.mp4", 160, 120, 10, 2);
        var data = Path.Combine(_clips.Folder, "data");
        await using (var app = DashboardServer.Build([$"--DataDirectory={data}"]))
        {
            await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(Cancellation);
            await app.Services.GetRequiredService<CameraStore>().AddAsync(
                new Camera { Alias = "Gate", Source = clip, AnalysisRate = 0.1 }, Cancellation);
        }

        var program = Path.Combine(AppContext.BaseDirectory, "Dashboard.dll");
        var start = new ProcessStartInfo("dotnet", [program, $"--DataDirectory={data}", "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var server = Process.Start(start)!;
        var output = server.StandardOutput.ReadToEndAsync(Cancellation);
        var errors = server.StandardError.ReadToEndAsync(Cancellation);
        try
        {
            await Eventually.TrueAsync(() => ChildPrograms.Ffmpeg(clip).Count == 1 || server.HasExited, "ffmpeg runs", 120);
            Assert.False(server.HasExited, server.HasExited ? await output + await errors : "");
        }
        finally
        {
            server.Kill();
        }

        await Eventually.TrueAsync(() => ChildPrograms.Ffmpeg(clip).Count == 0, "ffmpeg is gone", 5);
    }
}
