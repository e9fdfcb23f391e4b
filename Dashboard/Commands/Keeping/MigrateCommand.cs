using System.CommandLine;
using System.Data.Common;
using Dashboard.Backups;
using Dashboard.Backups.Moves;
using Dashboard.Storage;

namespace Dashboard.Commands.Keeping;

/// <summary>Moving to another kind of database, from the command line: <c>migrate</c>.</summary>
internal static class MigrateCommand
{
    /// <summary>What is written for a connection string that comes by standard input.</summary>
    private const string FromInput = "-";

    public static Command Create(string[] settings)
    {
        var provider = new Option<DatabaseProvider>("--to-provider") { Description = "PostgreSql or SqlServer.", Required = true };
        var connection = new Option<string>("--to-connection")
        {
            Description = "The connection string of an empty database there; - reads it from standard input, where other users do not see it.",
            Required = true,
        };
        var command = new Command("migrate", "Move everything from SQLite into an empty database of another kind; stop the server before.")
        {
            provider, connection,
        };
        command.SetAction((parsed, cancellationToken) => CommandHost.RunLongAsync(
            settings,
            DatabaseUse.None,
            (services, console, stop) => MoveAsync(
                services.GetRequiredService<DatabaseMove>(),
                console,
                new DatabaseOptions
                {
                    Provider = parsed.GetRequiredValue(provider),
                    ConnectionString = parsed.GetRequiredValue(connection) is var given && given == FromInput
                        ? Console.In.ReadLine() ?? ""
                        : given,
                },
                stop),
            cancellationToken));
        return command;
    }

    internal static async Task<int> MoveAsync(DatabaseMove move, CommandConsole console, DatabaseOptions to, CancellationToken cancellationToken)
    {
        try
        {
            var moved = await move.MoveAsync(to, (name, total, unit) => console.Begin(name, total, unit).Report, cancellationToken);
            console.Output.WriteLine(FormattableString.Invariant(
                $"Moved {moved.Rows} rows of {moved.Tables} tables, {moved.Flows} flows among them; numbers and sums are the same in both"));
            console.Output.WriteLine(
                $"Now set Database:Provider to {to.Provider} and Database:ConnectionString, keep the data directory, and start the server");
            return 0;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is BackupException or DbException or IOException or UnauthorizedAccessException)
        {
            console.Errors.WriteLine(exception is DbException ? StorageFailure.Describe(exception) : exception.Message);
            return 1;
        }
    }
}
