using System.ComponentModel;
using System.Diagnostics;
using Dashboard.Cameras;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>One ffmpeg process and the frames it writes. Disposing it ends the process.</summary>
internal sealed class FfmpegSession : IAsyncDisposable
{
    // Long enough for ffmpeg to sign off at the camera, which may allow few viewers; short enough for a prompt stop.
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1.5);
    private const int NoSuchFile = 2;
    private readonly Process _process;
    private readonly FfmpegLog _log;
    private readonly Task _logging;

    private FfmpegSession(Process process, string source, string? relay, FramePool pool)
    {
        _process = process;
        _log = new FfmpegLog(source, relay);
        Frames = new Yuv4MpegReader(process.StandardOutput.BaseStream, pool);
        _logging = ReadLogAsync();
    }

    public Yuv4MpegReader Frames { get; }

    /// <summary>Completes when the source's picture has changed its size: ffmpeg then squeezes it into the first size.</summary>
    public Task SizeChange => _log.SizeChange;

    /// <summary>Whether that makes it narrower or wider than it is.</summary>
    public bool IsDistorted => _log.IsDistorted;

    public int ProcessId => _process.Id;

    /// <param name="arguments">Its command line, which everybody on this machine can read: no secrets.</param>
    /// <param name="source">What it reads in the end.</param>
    /// <param name="pool">Where frames come from.</param>
    /// <param name="relay">What it opens in place of the source.</param>
    public static async Task<FfmpegSession> StartAsync(
        IReadOnlyList<string> arguments, string source, FramePool pool, string? relay = null)
    {
        try
        {
            var process = await ChildProcesses.StartAsync("ffmpeg", arguments);
            if (process.StandardOutput.BaseStream is System.IO.Pipes.PipeStream pipe)
            {
                ChildProcesses.Widen(pipe.SafePipeHandle);
            }

            return new FfmpegSession(process, source, relay, pool);
        }
        catch (Win32Exception exception)
        {
            throw new CaptureException(StartError(exception.NativeErrorCode), exception);
        }
    }

    /// <summary>After the last frame: waits for the exit and throws where ffmpeg failed.</summary>
    /// <param name="anyFrame">Whether there was a frame: a file that is damaged somewhere still counts as read.</param>
    /// <param name="isFile">An end is no failure.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="isRecording">An end is none of the network's.</param>
    public async Task ThrowIfFailedAsync(bool anyFrame, bool isFile, CancellationToken cancellationToken, bool isRecording = false)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _logging.WaitAsync(cancellationToken);
        if (!anyFrame)
        {
            throw new CaptureException(_log.ExplainNothing());
        }

        if (!isFile || _process.ExitCode is not (0 or 255))
        {
            throw new CaptureException(
                isRecording && _process.ExitCode == 0
                    ? CameraErrorMessages.Recording
                    : _log.Explain("The stream ended: check the camera and the network."));
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The pipe is closed too: ffmpeg may be waiting in a write and would not hear the signal.
        var stopping = ChildProcesses.StopAsync(_process, MaxTime);
        await _process.StandardOutput.BaseStream.DisposeAsync();
        await stopping;
        await _logging;
        _process.Dispose();
    }

    /// <summary>What to say where the system does not start it.</summary>
    internal static string StartError(int code) => code == NoSuchFile
        ? "ffmpeg is not installed on the server: install the package ffmpeg."
        : $"ffmpeg cannot be started on the server, which may be at its limits: {new Win32Exception(code).Message}.";

    private async Task ReadLogAsync()
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync() is { } line)
            {
                _log.Add(line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // The process is gone; what it said so far is all there is.
        }
    }
}
