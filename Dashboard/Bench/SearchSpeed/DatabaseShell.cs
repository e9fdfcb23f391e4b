using System.Diagnostics;
using System.Text;

namespace Dashboard.Bench.SearchSpeed;

/// <summary>The database's own shell: <c>sqlite3</c> or <c>psql</c>.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Arguments">What opens the database; statements come by standard input.</param>
/// <param name="Environment">What else it needs, such as a password.</param>
internal sealed record DatabaseShell(string Program, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string?> Environment)
{
    private const int Times = 300;

    /// <summary>Milliseconds that a statement takes in it, answers written out; null where there is no shell, or it fails.</summary>
    public async Task<double?> MeasureAsync(string sql, CancellationToken cancellationToken)
    {
        var statement = sql.ReplaceLineEndings(" ").Trim().TrimEnd(';') + ";\n";
        var many = string.Concat(Enumerable.Repeat(statement, Times));
        var figures = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            if (await RunAsync(statement, cancellationToken) is not { } once || await RunAsync(many, cancellationToken) is not { } often)
            {
                return null;
            }

            figures.Add((often - once).TotalMilliseconds / (Times - 1));
        }

        figures.Sort();
        return Math.Max(figures[1], 0.001);
    }

    private async Task<TimeSpan?> RunAsync(string input, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            Program, Arguments)
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            var started = Stopwatch.GetTimestamp();
            using var shell = Process.Start(start)!;
            var output = shell.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellationToken);
            var errors = shell.StandardError.ReadToEndAsync(cancellationToken);
            await shell.StandardInput.BaseStream.WriteAsync(Encoding.UTF8.GetBytes(input), cancellationToken);
            shell.StandardInput.Close();
            await output;
            await shell.WaitForExitAsync(cancellationToken);
            return shell.ExitCode == 0 && (await errors).Length == 0 ? Stopwatch.GetElapsedTime(started) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
