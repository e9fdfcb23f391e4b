using System.Text;
using Spectre.Console;

namespace Dashboard.Commands;

/// <summary>For a person at a terminal: a bar with the time that is left; lines that are written meanwhile stand above it.</summary>
internal sealed class TerminalConsole : CommandConsole
{
    private readonly ProgressContext _bars;

    private TerminalConsole(IAnsiConsole console, ProgressContext bars, TextWriter output)
        : base(output, new AboveBars(console)) => _bars = bars;

    /// <summary>Runs a command at the terminal; where its results go elsewhere, they are written there as they are.</summary>
    public static Task<int> RunAsync(Func<CommandConsole, Task<int>> work) => RunAsync(
        work,
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
        Console.IsOutputRedirected ? Console.Out : null);

    internal static Task<int> RunAsync(Func<CommandConsole, Task<int>> work, IAnsiConsole console, TextWriter? output) => console.Progress()
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(bars => work(new TerminalConsole(console, bars, output ?? new AboveBars(console))));

    protected override Action<ProgressStep> CreateDisplay(string name, long total)
    {
        var bar = _bars.AddTask(Markup.Escape(name), maxValue: Math.Max(1, total));
        return step => bar.Value = step.Done;
    }

    /// <summary>Writes whole lines above the bars, as long as they are: the terminal breaks them, and copied they are one.</summary>
    private sealed class AboveBars(IAnsiConsole console) : TextWriter
    {
        private const string EraseBelow = "\e[J";
        private readonly StringBuilder _line = new();

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            _line.Append(value);
            if (value == '\n')
            {
                console.Write(new ControlCode(EraseBelow + _line));
                _line.Clear();
            }
        }
    }
}
