using System.Collections.Concurrent;
using System.Diagnostics;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Examples;

/// <summary>An example that runs.</summary>
internal sealed class ExampleProgram : IDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();

    private ExampleProgram(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start =
            new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it wrote so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts one. The test is skipped where the machine lacks what runs it.</summary>
    public static ExampleProgram Start(string example, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var file = Path.Combine(Repository.Root, "Dashboard", "Examples", example);
        return new ExampleProgram(RunnerOf(example), [file, .. arguments], environment);
    }

    /// <summary>Runs one to its end; what it wrote.</summary>
    public static async Task<string> RunAsync(
        string example, IReadOnlyDictionary<string, string> environment, byte[]? input, int exitCode, params string[] arguments)
    {
        using var program = Start(example, environment, arguments);
        await program._process.StandardInput.BaseStream.WriteAsync(input ?? [], Cancellation);
        program._process.StandardInput.Close();
        await program._process.WaitForExitAsync(Cancellation);
        Assert.True(program._process.ExitCode == exitCode, $"{example} ended with {program._process.ExitCode}: {program.Output}");
        return program.Output;
    }

    public Task SaysAsync(string text) => Eventually.TrueAsync(() => Output.Contains(text, StringComparison.Ordinal), $"{text} in: {Output}");

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    /// <summary>The path of a program; null: it is not installed.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    // The browser's driver brings a Node with it.
    private static string RunnerOf(string example)
    {
        var (name, found) = Path.GetExtension(example) switch
        {
            ".py" => ("python3", Find("python3")),
            ".mjs" => ("node", Bundled() ?? Find("node")),
            _ => ("sh, curl and openssl", Find("curl") is null || Find("openssl") is null ? null : Find("sh")),
        };
        Assert.SkipWhen(found is null, $"This machine has no {name}");
        return found!;
    }

    private static string? Bundled()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, ".playwright", "node");
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "node", SearchOption.AllDirectories).FirstOrDefault() : null;
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }
}
