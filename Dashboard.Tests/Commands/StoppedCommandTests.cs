using System.Diagnostics;
using System.Text.Json;
using Dashboard.Tests.Recognition;

namespace Dashboard.Tests.Commands;

[Trait("Category", "System")]
public sealed class StoppedCommandTests
{
    [Fact]
    public async Task Recognize_StoppedOnTheWay_HasWholeLines_SaysHowFarItCame_AndEndsWithCode130()
    {
        const int pictures = 2000;
        using var folder = new TemporaryFolder();
        DrawnPlate.Write(folder.PathOf("0000.jpg"));
        for (var n = 1; n < pictures; n++)
        {
            File.CreateSymbolicLink(folder.PathOf($"{n:0000}.jpg"), folder.PathOf("0000.jpg"));
        }

        using var program = Start("recognize", "--json", folder.Root, $"--DataDirectory={folder.PathOf("data")}");
        var command = program.Process;
        var errors = command.StandardError.ReadToEndAsync(Cancellation);
        var first = await command.StandardOutput.ReadLineAsync(Cancellation);
        await StopAsync(command);
        string[] lines = [first!, .. (await command.StandardOutput.ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        await command.WaitForExitAsync(Cancellation);

        Assert.Equal(130, command.ExitCode);
        Assert.InRange(lines.Length, 1, pictures - 1);
        Assert.All(lines, line => Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("results", out _)));
        Assert.Equal(
            $"Stopped: Reading plates, {lines.Length} of {pictures} files", (await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
    }

    [Fact]
    public async Task Seed_StoppedOnTheWay_KeepsWhatItStored_SaysHowFarItCame_AndEndsWithCode130()
    {
        using var folder = new TemporaryFolder();
        using var program = Start("seed", "--flows", "100000000", $"--DataDirectory={folder.PathOf("data")}");
        var command = program.Process;
        var output = command.StandardOutput.ReadToEndAsync(Cancellation);
        List<string> errors = [];
        while (errors.Count == 0 || !errors[^1].StartsWith("Seeding: ", StringComparison.Ordinal))
        {
            errors.Add(await command.StandardError.ReadLineAsync(Cancellation) ?? throw new InvalidOperationException(string.Join('\n', errors)));
        }

        await StopAsync(command);
        errors.AddRange((await command.StandardError.ReadToEndAsync(Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await command.WaitForExitAsync(Cancellation);

        Assert.Equal((130, ""), (command.ExitCode, await output));
        Assert.Matches("^Stopped: Seeding, [1-9][0-9]* of 100000000 flows$", errors[^1]);
    }

    private static StartedProgram Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["Dashboard.dll", .. arguments])
        {
            WorkingDirectory = AppContext.BaseDirectory,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return new StartedProgram(Process.Start(start)!);
    }

    private static async Task StopAsync(Process command)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{command.Id}"]);
        await kill.WaitForExitAsync(Cancellation);
    }

    // A test that ends early leaves nothing running.
    private sealed record StartedProgram(Process Process) : IDisposable
    {
        public void Dispose()
        {
            if (!Process.HasExited)
            {
                Process.Kill(entireProcessTree: true);
            }

            Process.Dispose();
        }
    }
}
