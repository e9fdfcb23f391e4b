using System.ComponentModel;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// What ffmpeg is told to decode by. Whether it works here is tried once, before the first camera needs it; where it does not, that is said once and
/// the processor decodes. What a device cannot decode, ffmpeg gives to the processor by itself.
/// </summary>
internal sealed class HardwareDecoder
{
    // What ffmpeg says then is a number.
    private const string NoDevice = "There is no such device on this machine, or the server's user may not open it.";

    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(10);
    private readonly CaptureOptions _options;
    private readonly ILogger<HardwareDecoder> _log;
    private readonly Lazy<Task<IReadOnlyList<string>>> _arguments;

    public HardwareDecoder(CaptureOptions options, ILogger<HardwareDecoder> log)
    {
        (_options, _log) = (options, log);
        _arguments = new Lazy<Task<IReadOnlyList<string>>>(FindAsync);
    }

    /// <summary>What decodes video since the start; null: no video came yet.</summary>
    public HardwareState? State { get; private set; }

    /// <summary>Arguments that go before a video; none: the processor decodes.</summary>
    public Task<IReadOnlyList<string>> ArgumentsAsync() => _arguments.Value;

    /// <summary>Tries each kind now, by a device where it fits the kind, or by the first.</summary>
    public static async Task<IReadOnlyList<HardwareOffer>> OfferedAsync(string device)
    {
        HardwareDecoding[] kinds = [HardwareDecoding.Vaapi, HardwareDecoding.Cuda];
        return await Task.WhenAll(kinds.Select(
            async kind => new HardwareOffer(kind, await TryAsync(kind, HardwareDevices.Fits(kind, device) ? device : ""))));
    }

    private static string NameOf(HardwareDecoding kind) => kind == HardwareDecoding.Cuda ? "cuda" : "vaapi";

    private async Task<IReadOnlyList<string>> FindAsync()
    {
        HardwareDecoding[] kinds = _options.HardwareDecoding switch
        {
            HardwareDecoding.None => [],
            HardwareDecoding.Auto when _options.HardwareDevice.Length > 0 => [HardwareDevices.KindOf(_options.HardwareDevice)],
            HardwareDecoding.Auto => [HardwareDecoding.Cuda, HardwareDecoding.Vaapi],
            var one => [one],
        };
        string? reason = null;
        foreach (var kind in kinds)
        {
            var name = NameOf(kind);
            reason = await TryAsync(kind, _options.HardwareDevice);
            if (reason is null)
            {
                State = new HardwareState(kind, null);
                _log.LogInformation("Video is decoded by {Kind}", kind);
                return _options.HardwareDevice.Length > 0 ? ["-hwaccel", name, "-hwaccel_device", _options.HardwareDevice] : ["-hwaccel", name];
            }
        }

        State = new HardwareState(HardwareDecoding.None, reason);
        if (reason is not null)
        {
            _log.LogWarning(
                "Capture:HardwareDecoding is {Kind}, which does not work here, so that the processor decodes video: {Reason}",
                _options.HardwareDecoding, reason);
        }

        return [];
    }

    // Null: it works.
    private static async Task<string?> TryAsync(HardwareDecoding kind, string at)
    {
        var device = NameOf(kind) + (at.Length > 0 ? $"=device:{at}" : "=device");
        try
        {
            using var process = await ChildProcesses.StartAsync(
                "ffmpeg",
                [
                    "-hide_banner", "-loglevel", "error", "-nostdin", "-init_hw_device", device, "-f", "lavfi", "-i", "nullsrc=s=64x64:d=0.1",
                    "-frames:v", "1", "-f", "null", "-",
                ]);
            var said = process.StandardError.ReadToEndAsync();
            using var late = new CancellationTokenSource(MaxTime);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                await ChildProcesses.StopAsync(process, TimeSpan.Zero);
                return "The device does not answer.";
            }

            var line = (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault("ffmpeg has failed").Trim();
            return process.ExitCode == 0 ? null
                : line.Contains("Device creation failed", StringComparison.Ordinal) ? NoDevice
                : line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].Trim();
        }
        catch (Win32Exception)
        {
            return "ffmpeg is not installed on the server: install the package ffmpeg.";
        }
    }
}
