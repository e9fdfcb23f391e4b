using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dashboard.Storage;

/// <summary>Tells failures that pass (a busy database, a full disk) from those that come back however often it is tried.</summary>
internal static class StorageFailure
{
    // Result codes of SQLite that are the data's fault, see sqlite.org/rescode.html: too big, constraint, mismatch, range.
    private static readonly int[] RefusedBySqlite = [18, 19, 20, 25];

    // Errors of SQL Server that are the data's fault: no value, foreign key, duplicate, too long, out of range, not convertible.
    private static readonly int[] RefusedBySqlServer = [515, 547, 2601, 2627, 2628, 8115, 8152, 8114, 245];

    /// <summary>True where trying the same again may work.</summary>
    public static bool MayPass(Exception exception) => Cause(exception) switch
    {
        SqliteException sqlite => !RefusedBySqlite.Contains(sqlite.SqliteErrorCode),
        SqlException sqlServer => !RefusedBySqlServer.Contains(sqlServer.Number),
        DbException { SqlState: ['2', '2' or '3', ..] } => false,
        DbException or IOException or UnauthorizedAccessException or TimeoutException => true,

        // A connection that broke between two commands: nothing is said of why.
        InvalidOperationException { Source: "Npgsql" or "Microsoft.Data.SqlClient" } => true,
        _ => false,
    };

    /// <summary>Whether a part of the database itself is damaged, which no second try mends.</summary>
    public static bool IsDamage(Exception exception) => exception switch
    {
        SqliteException { SqliteErrorCode: 11 or 26 } => true,
        SqlException { Number: >= 823 and <= 825 } => true,
        DbException { SqlState: "XX001" or "XX002" } => true,
        _ => false,
    };

    /// <summary>Whether two transactions were in each other's way, and this one may be done again from its beginning.</summary>
    public static bool IsConflict(Exception exception) =>
        Cause(exception) is DbException { SqlState: ['4', '0', ..] } or SqlException { Number: 1205 };

    /// <summary>Whether somebody keeps a table or a row locked, and the wait for it was given up (PostgreSQL).</summary>
    public static bool IsLocked(Exception exception) => Cause(exception) is DbException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>Whether something that may be there once, such as a name, is there already.</summary>
    public static bool IsTaken(Exception exception) => Cause(exception) switch
    {
        DbException { SqlState: PostgresErrorCodes.UniqueViolation } or SqlException { Number: 2601 or 2627 } => true,
        SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } => true, // SQLITE_CONSTRAINT_UNIQUE and _PRIMARYKEY
        _ => false,
    };

    /// <summary>Whether a text has the character NUL, which PostgreSQL stores nowhere and finds nowhere.</summary>
    public static bool IsUnstorableText(Exception exception) =>
        Cause(exception) is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter };

    /// <summary>What failed, in one line for a person.</summary>
    public static string Describe(Exception exception) => Cause(exception) switch
    {
        SqliteException { SqliteErrorCode: 5 or 6 } or DbException { SqlState: PostgresErrorCodes.LockNotAvailable } => "the database is busy",
        SqliteException { SqliteErrorCode: 13 } => "the disk of the database is full",
        SqliteException { SqliteErrorCode: 8 } => "the database may not be written to",
        SqliteException { SqliteErrorCode: 11 or 26 } => "the database file is damaged",
        DbException { SqlState: ['5', '3', ..] } => "the database server has no room or no connection left",
        DbException { SqlState: ['5', '7', ..] } => "the database server is stopping or starting",
        DbException { SqlState: ['4', '0', ..] } => "two writers were in each other's way",
        DbException { SqlState: ['0', '8', ..] } => "the database server cannot be reached",
        NpgsqlException
        {
            InnerException: System.Net.Sockets.SocketException
            or IOException
            or TimeoutException
        } => "the database server cannot be reached",
        InvalidOperationException { Source: "Npgsql" or "Microsoft.Data.SqlClient" } => "the database server cannot be reached",
        { } cause => cause.Message,
    };

    private static Exception Cause(Exception exception) => exception switch
    {
        DbUpdateException { InnerException: { } inner } => Cause(inner),
        AggregateException { InnerException: { } inner } => Cause(inner),

        // So the providers for database servers tell that a connection was lost.
        InvalidOperationException { InnerException: (DbException or DbUpdateException or TimeoutException) and { } inner } => Cause(inner),
        _ => exception,
    };
}
