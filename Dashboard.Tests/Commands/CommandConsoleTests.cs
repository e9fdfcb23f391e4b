using Dashboard.Commands;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace Dashboard.Tests.Commands;

public sealed class CommandConsoleTests : IDisposable
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    [Fact]
    public void Progress_WithoutATerminal_IsALineEveryTenSeconds()
    {
        var step = new PlainConsole(_output, _errors, _time).Begin("Seeding", 1000, "flows");
        step.Report(100);
        Assert.Equal("", _errors.ToString());

        _time.Advance(TimeSpan.FromSeconds(10));
        step.Report(250);
        step.Report(260);

        Assert.Equal("Seeding: 250 of 1000 flows, 25 %, 25 a second, 00:00:30 left\n", _errors.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task Command_ThatIsStopped_TellsHowFarItCame()
    {
        using var stop = new CancellationTokenSource();
        var console = new PlainConsole(_output, _errors, _time);

        var code = await CommandHost.ReportStopAsync(
            console,
            () =>
            {
                console.Begin("Reading plates", 40, "files").Report(12);
                stop.Cancel();
                throw new OperationCanceledException(stop.Token);
            },
            stop.Token);

        Assert.Equal((130, "Stopped: Reading plates, 12 of 40 files\n"), (code, _errors.ToString()));
    }

    [Fact]
    public async Task Command_ThatFails_IsNoStop()
    {
        var console = new PlainConsole(_output, _errors, _time);
        await Assert.ThrowsAsync<OperationCanceledException>(
            () => CommandHost.ReportStopAsync(console, () => throw new OperationCanceledException(), CancellationToken.None));
    }

    [Fact]
    public async Task Progress_AtATerminal_IsABar_AndLinesStayWhole()
    {
        var line = new string('x', 200); // Longer than the terminal is wide.
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_errors),
        });

        var code = await TerminalConsole.RunAsync(
            console =>
            {
                var step = console.Begin("Reading [plates]", 4, "files");
                step.Report(2);
                console.Output.WriteLine(line);
                console.Errors.WriteLine("no picture");
                return Task.FromResult(3);
            },
            terminal,
            output: null);

        Assert.Equal(3, code);
        var shown = _errors.ToString();
        Assert.Contains(line + "\n", shown);
        Assert.Contains("no picture\n", shown);
        Assert.Contains("Reading [plates]", shown);
        Assert.Contains("50%", shown);
    }

    [Fact]
    public async Task Results_AtATerminal_GoUnchangedToWhereStandardOutputGoes()
    {
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(_errors),
        });

        await TerminalConsole.RunAsync(
            console =>
            {
                console.Output.Write("{}\n");
                return Task.FromResult(0);
            },
            terminal,
            _output);

        Assert.Equal("{}\n", _output.ToString());
    }
}
