using Dashboard.Commands.CameraSetUp;
using System.CommandLine;
using Dashboard.Cameras;
using Dashboard.Storage.Startup;
using Microsoft.Extensions.Options;

namespace Dashboard.Commands;

/// <summary>The server itself.</summary>
internal static class ServeCommand
{
    public static Command Create(string[] settings)
    {
        var command = new Command("serve", "Run the server (also without any command).");
        SetAction(command, settings);
        return command;
    }

    /// <summary>Makes a command run the server, with the options that the server has.</summary>
    public static void SetAction(Command command, string[] settings)
    {
        var demo = new Option<bool>("--demo") { Description = "Add a camera that plays a demo clip." };
        command.Add(demo);
        command.SetAction((parsed, cancellationToken) => RunAsync(settings, parsed.GetValue(demo), cancellationToken));
    }

    /// <summary>Runs the server until it is told to stop. A wrong setting is one line on standard error and exit code 1.</summary>
    public static Task<int> RunAsync(string[] settings, bool demo, CancellationToken cancellationToken) => CommandHost.ExplainAsync(async () =>
    {
        var isStarted = false;

        // What keeps the server from starting is told in one line below; the host would add a stack trace of its own.
        await using var app = DashboardServer.Build(settings, builder =>
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => isStarted && level >= LogLevel.Information));

        // Both again happen when the host starts; here they come before it, so that what is wrong is one line and no stack trace.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(cancellationToken);
        if (demo)
        {
            Console.WriteLine(await DemoCamera.EnsureAsync(app.Services.GetRequiredService<CameraStore>(), cancellationToken));
        }

        await app.StartAsync(cancellationToken);
        isStarted = true;
        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    });
}
