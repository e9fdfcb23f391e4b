using System.Data.Common;
using Dashboard.Configuration;
using Dashboard.Recognition.Onnx;
using Dashboard.Security.Audit;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Commands;

/// <summary>What a command does with the database.</summary>
internal enum DatabaseUse
{
    /// <summary>Nothing: none is made or opened.</summary>
    None,

    /// <summary>Works on what the server has stored: where there is none, the place is a wrong one.</summary>
    ThatIsThere,

    /// <summary>Sets the server up, and may be run before its first start: where there is none, one is made, and that is said.</summary>
    MadeIfMissing,
}

/// <summary>Runs what a command does over the server's parts, without starting the server.</summary>
internal static class CommandHost
{
    /// <summary>
    /// Builds the parts, brings the database up to date where the command uses it, and runs <paramref name="work"/>, whose result is the exit code.
    /// Log lines go to standard error: standard output is the command's own. A wrong setting is a line on standard error and exit code 1.
    /// </summary>
    public static Task<int> RunAsync(
        string[] settings, DatabaseUse use, Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken cancellationToken) =>
        ExplainAsync(async () =>
        {
            await using var app = DashboardServer.Build(settings, builder =>
            {
                builder.Logging.AddFilter(null, LogLevel.Warning);
                builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            });
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            if (use == DatabaseUse.None)
            {
                return await work(app.Services, cancellationToken);
            }

            await PrepareAsync(app.Services.GetRequiredService<DatabaseStartup>(), use, cancellationToken);
            return await AuditedAsync(app.Services, () => work(app.Services, cancellationToken));
        });

    private static async Task PrepareAsync(DatabaseStartup startup, DatabaseUse use, CancellationToken cancellationToken)
    {
        if (await startup.FindMissingAsync(cancellationToken) is { } place)
        {
            if (use == DatabaseUse.ThatIsThere)
            {
                throw new StartException(
                    $"There is no database {place}. Give the server's own settings, such as --DataDirectory=/var/lib/plate-dashboard");
            }

            Console.Error.WriteLine($"There was no database {place}; a new one is made there.");
        }

        await startup.PrepareAsync(cancellationToken);
    }

    /// <summary>The exit code of a command that was stopped by Ctrl-C.</summary>
    internal const int Interrupted = 130;

    /// <summary>
    /// The same for commands that take long: they say how far they are, and where they are stopped, how far they came. What they have stored or
    /// written until then is whole.
    /// </summary>
    internal static Task<int> RunLongAsync(
        string[] settings,
        DatabaseUse use,
        Func<IServiceProvider, CommandConsole, CancellationToken, Task<int>> work,
        CancellationToken cancellationToken) =>
        CommandConsole.RunAsync(
            console => ReportStopAsync(
                console,
                () => RunAsync(settings, use, (services, token) => work(services, console, token), cancellationToken),
                cancellationToken),
            TimeProvider.System);

    internal static async Task<int> ReportStopAsync(CommandConsole console, Func<Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C ends the programs that decode as well: whatever is thrown then is the end that was asked for.
            console.Errors.WriteLine(console.StoppedMessage);
            return Interrupted;
        }
    }

    /// <summary>Runs something in the name of whoever is at the command line, and stores what it has changed in the audit.</summary>
    internal static async Task<int> AuditedAsync(IServiceProvider services, Func<Task<int>> work)
    {
        AuditActor.Current = new AuditActor(null, $"{Environment.UserName} (command line)", "");
        try
        {
            return await work();
        }
        finally
        {
            await services.GetRequiredService<AuditWriter>().StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Runs something and turns what a person can mend into one line on standard error and exit code 1.</summary>
    public static async Task<int> ExplainAsync(Func<Task<int>> run)
    {
        // Ctrl-C is heard only once the command has given its task away, and SQLite's work never waits: without this it would end all of it first.
        await Task.Yield();
        try
        {
            return await run();
        }
        catch (Exception exception) when (SettingErrors.Read(exception) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                Console.Error.WriteLine($"Setting: {RenamedSettings.WithOldName(line)}");
            }

            return 1;
        }
        catch (IOException exception) when (exception.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            Console.Error.WriteLine($"{exception.Message} Stop the other program, or give another address with --urls=http://localhost:PORT");
            return 1;
        }
        catch (InvalidOperationException exception)
            when (exception.Message.StartsWith("Unable to configure HTTPS endpoint", StringComparison.Ordinal))
        {
            Console.Error.WriteLine("An address begins with https://, and there is no certificate; give Tls:CertificateFile and Tls:KeyFile, or http://");
            return 1;
        }
        catch (Exception exception) when (exception is StartException or OnnxException)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException or InvalidOperationException { InnerException: DbException }
            && StorageFailure.MayPass(exception))
        {
            Console.Error.WriteLine($"The database cannot be used: {StorageFailure.Describe(exception)}");
            return 1;
        }
    }
}
