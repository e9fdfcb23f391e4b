using System.Diagnostics;

namespace Dashboard.Tests.Support.Sources;

/// <summary>Clips and pictures of ffmpeg's test pattern, made where a test needs them, in a folder that goes with the test.</summary>
internal sealed class TestClips : IDisposable
{
    public TestClips() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), "dashboard-clips-" + Guid.NewGuid().ToString("N"));

    public string Clip(string name, int width, int height, int rate, double seconds) =>
        Make(name, "-f", "lavfi", "-i", $"testsrc=size={width}x{height}:rate={rate}:duration={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-g", $"{rate}", "-pix_fmt", "yuv420p");

    /// <summary>Makes a picture; the extension tells the format.</summary>
    public string Picture(string name, int width, int height) =>
        Make(name, "-f", "lavfi", "-i", $"testsrc=size={width}x{height}:rate=1:duration=1", "-frames:v", "1");

    /// <summary>A clip of H.265 alone (Annex B), 25 frames a second, which tells of its pictures before each key frame.</summary>
    public string H265(string name, string size, int seconds, int keyEvery) => Make(
        name, "-f", "lavfi", "-i", $"testsrc=size={size}:rate=25:duration={seconds}", "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        "-x265-params", $"keyint={keyEvery}:min-keyint={keyEvery}:bframes=0:slices=1:repeat-headers=1:log-level=error", "-f", "hevc");

    /// <summary>Runs ffmpeg with arguments that come before the output's name.</summary>
    public string Make(string name, params string[] arguments)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var start = new ProcessStartInfo("ffmpeg", ["-hide_banner", "-loglevel", "error", "-nostdin", "-y", .. arguments, path])
        {
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, error);
            return path;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
            throw;
        }
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
