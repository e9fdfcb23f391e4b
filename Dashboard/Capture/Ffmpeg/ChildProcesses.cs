using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Dashboard.Capture.Ffmpeg;

/// <summary>
/// Starts programs that end when this one does, also where it is killed: Linux sends them SIGKILL as their parent dies.
/// The parent in that sense is the thread that started them, so one thread that lives as long as the program starts them all.
/// </summary>
internal static partial class ChildProcesses
{
    private const int Terminate = 15;
    private const int SetPipeSize = 1031;
    private const int PipeSize = 1 << 20;
    private static readonly BlockingCollection<Action> Work = [];
    private static readonly Lazy<Thread> Launcher = new(StartLauncher);

    /// <summary>
    /// Starts a program with its standard output and error redirected. Throws <see cref="Win32Exception"/> where it is not installed.
    /// </summary>
    public static Task<Process> StartAsync(string program, IReadOnlyList<string> arguments, bool redirectInput = false)
    {
        _ = Launcher.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Start(program, arguments, redirectInput));
            }
            catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
            {
                started.SetException(exception);
            }
        });
        return started.Task;
    }

    /// <summary>Asks a program to end, and makes it where it does not within the time.</summary>
    public static async Task StopAsync(Process process, TimeSpan maxTime)
    {
        if (process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            _ = Signal(process.Id, Terminate);
        }

        using var late = new CancellationTokenSource(maxTime);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    /// <summary>Lets a pipe hold more, so that a frame takes few reads; where the system refuses, the pipe stays as it is.</summary>
    public static void Widen(SafeHandle pipe)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = FileControl(pipe, SetPipeSize, PipeSize);
        }
    }

    private static Thread StartLauncher()
    {
        var thread = new Thread(() =>
        {
            foreach (var work in Work.GetConsumingEnumerable())
            {
                work();
            }
        })
        {
            IsBackground = true,
            Name = "child processes",
        };
        thread.Start();
        return thread;
    }

    private static Process Start(string program, IReadOnlyList<string> arguments, bool redirectInput)
    {
        try
        {
            return OperatingSystem.IsLinux()
                ? StartPlain("setpriv", ["--pdeathsig", "KILL", program, .. arguments], redirectInput)
                : StartPlain(program, arguments, redirectInput);
        }
        catch (Win32Exception) when (OperatingSystem.IsLinux())
        {
            // Without setpriv a program still ends as soon as it writes to the pipe that nobody reads any more.
            return StartPlain(program, arguments, redirectInput);
        }
    }

    private static Process StartPlain(string program, IReadOnlyList<string> arguments, bool redirectInput)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = redirectInput,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var variable in start.Environment.Keys.Where(IsKeptBack).ToList())
        {
            start.Environment.Remove(variable);
        }

        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
    }

    // Settings, and proxies with their passwords: who decodes what a camera sends has no use for them, and must not be able to tell them.
    private static bool IsKeptBack(string variable) =>
        variable.Contains("__", StringComparison.Ordinal)
        || variable.Contains(':', StringComparison.Ordinal)
        || variable.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Signal(int process, int signal);

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int FileControl(SafeHandle file, int command, int argument);
}
