using System.Diagnostics;

namespace Dashboard.Tests.Support.Sources;

/// <summary>A real RTSP server on loopback (GStreamer's) that plays an H.264 file again and again. Skips the test where it cannot run.</summary>
internal sealed class RtspServer : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly Process _process;

    private RtspServer(Process process, int port, string? user, string? password)
    {
        _process = process;
        Port = port;
        Url = $"rtsp://{(user is null ? "" : $"{user}:{Uri.EscapeDataString(password!)}@")}127.0.0.1:{port}/stream";
    }

    /// <summary>Address of the stream, with the password where it asks for one.</summary>
    public string Url { get; }

    public int Port { get; }

    /// <summary>Starts it; the port is free again after <see cref="Dispose"/>, for pulling the plug and putting it back.</summary>
    public static async Task<RtspServer> StartAsync(string file, int? port = null, string? user = null, string? password = null)
    {
        var chosen = port ?? FreePort.Find();
        var script = Path.Combine(AppContext.BaseDirectory, "Assets", "rtsp_server.py");
        string[] login = user is null ? [] : [user, password!];
        var start = new ProcessStartInfo(Python, [script, file, $"{chosen}", .. login])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Assert.SkipUnless(File.Exists(Python), $"{Python} is missing, which the RTSP server needs");
        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var first = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30));
        if (first != "ready")
        {
            await process.WaitForExitAsync();
            Assert.SkipWhen(process.ExitCode == 3, "No RTSP server here: " + await errors);
            Assert.Fail(await errors);
        }

        return new RtspServer(process, chosen, user, password);
    }

    /// <summary>Kills it at once, as a camera that loses its power.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
