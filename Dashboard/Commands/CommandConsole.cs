namespace Dashboard.Commands;

/// <summary>Where a command writes: what it found to standard output; to standard error what went wrong and how far it is.</summary>
internal abstract class CommandConsole(TextWriter output, TextWriter errors)
{
    private ProgressStep? _step;

    public TextWriter Output => output;

    public TextWriter Errors => errors;

    /// <summary>What is said of a command that was stopped: how far it came.</summary>
    public string StoppedMessage => _step is { } step ? $"Stopped: {step.Name}, {step.Done} of {step.Total} {step.Unit}" : "Stopped";

    /// <summary>Runs a command: with progress bars where a person looks at standard error, with lines elsewhere.</summary>
    public static Task<int> RunAsync(Func<CommandConsole, Task<int>> work, TimeProvider time) => Console.IsErrorRedirected
        ? work(new PlainConsole(Console.Out, Console.Error, time))
        : TerminalConsole.RunAsync(work);

    /// <summary>Begins a part of the work whose size is known.</summary>
    /// <param name="name">What is done.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="unit">What is counted.</param>
    public ProgressStep Begin(string name, long total, string unit)
    {
        _step = new ProgressStep(name, total, unit, CreateDisplay(name, total));
        return _step;
    }

    /// <summary>What shows a step; it is given the step whenever more is done.</summary>
    protected abstract Action<ProgressStep> CreateDisplay(string name, long total);
}

/// <summary>A part of a command's work, and how much of it is done.</summary>
internal sealed class ProgressStep(string name, long total, string unit, Action<ProgressStep> display)
{
    public string Name => name;

    public long Total => total;

    public string Unit => unit;

    public long Done { get; private set; }

    public void Report(long done)
    {
        Done = done;
        display(this);
    }

    public void Increment() => Report(Done + 1);
}
