using System.ComponentModel;
using System.Data;
using System.Diagnostics;
using System.Globalization;
using Dashboard.Configuration;
using Dashboard.Domain;
using Dashboard.Storage;
using Npgsql;

namespace Dashboard.Backups.Databases;

/// <summary>By PostgreSQL's own programs: <c>pg_dump</c> of the moment at which the rows are counted, and <c>pg_restore</c>.</summary>
internal sealed class PostgreSqlBackup(DatabaseOptions database) : IDatabaseBackup
{
    private const int MaxReason = 300;

    internal const string Tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()";

    public string FileName => "database.dump";

    public async Task<IReadOnlyDictionary<string, long>> CopyAsync(string file, Action<long, long> progress, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var snapshot = (await TableRows.NamesAsync(connection, moment, "SELECT pg_export_snapshot()", cancellationToken))[0];
        progress(0, 1);
        await RunAsync(
            "pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--snapshot={snapshot}", $"--file={file}"], cancellationToken);
        OwnersFile.Close(file);
        progress(1, 1);
        return await TableRows.CountAsync(connection, moment, Tables, cancellationToken);
    }

    public async Task EnsureEmptyAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        if ((await TableRows.NamesAsync(connection, null, Tables, cancellationToken)).Count > 0)
        {
            throw new StartException("The database that Database:ConnectionString names is not empty");
        }
    }

    public async Task<IReadOnlyList<string>> ReadKeysAsync(string file, CancellationToken cancellationToken) =>
        CopiedText.Column(await RunAsync("pg_restore", ["--data-only", $"--table={TableRows.Keys}", "--file=-", file], cancellationToken), "Xml");

    public async Task<IReadOnlyDictionary<string, long>> RestoreAsync(string file, CancellationToken cancellationToken)
    {
        var name = new NpgsqlConnectionStringBuilder(database.ConnectionString).Database!;
        await RunAsync(
            "pg_restore", ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", $"--dbname={name}", file], cancellationToken);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        return await TableRows.CountAsync(connection, null, Tables, cancellationToken);
    }

    // The password goes by the environment: other users of the machine see command lines.
    private async Task<string> RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        start.Environment["PGHOST"] = connection.Host;
        start.Environment["PGPORT"] = connection.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = connection.Database;
        start.Environment["PGUSER"] = connection.Username;
        start.Environment["PGPASSWORD"] = connection.Password;
        start.Environment["PGSSLMODE"] = connection.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        };
        if (connection.RootCertificate is { } authority)
        {
            start.Environment["PGSSLROOTCERT"] = authority;
        }

        using var process = Start(start);
        try
        {
            var written = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var said = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
            {
                var reason = said.ReplaceLineEndings(" ").Trim().Truncate(MaxReason);
                throw new BackupException($"The program {program} failed: {reason}.");
            }

            return await written;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            throw new BackupException(
                $"The program {start.FileName} is not on this machine; install the package postgresql-client in the server's version.");
        }
    }
}
