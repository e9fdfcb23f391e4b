using System.CommandLine;
using Microsoft.Extensions.Options;

namespace Dashboard.Commands;

/// <summary>The server itself.</summary>
public static class ServeCommand
{
    /// <summary>The command <c>serve</c>.</summary>
    public static Command Create(string[] settings)
    {
        var command = new Command("serve", "Run the server (also without any command).");
        command.SetAction((_, cancel) => RunAsync(settings, cancel));
        return command;
    }

    /// <summary>Runs the server until it is told to stop. A wrong setting is one line on standard error and exit code 1.</summary>
    public static async Task<int> RunAsync(string[] settings, CancellationToken cancel)
    {
        try
        {
            await using var app = DashboardServer.Build(settings);
            await app.RunAsync(cancel);
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            foreach (var failure in wrong.Failures)
            {
                Console.Error.WriteLine($"Setting: {failure}");
            }

            return 1;
        }
    }
}
