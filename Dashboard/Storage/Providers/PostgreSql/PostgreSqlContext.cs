using Dashboard.Domain.Flows;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>The database on a PostgreSQL server; its migrations are in <c>Migrations</c> beside it.</summary>
internal sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : DashboardDbContext(options)
{
    /// <summary>Texts compare by their bytes, as in every other database: plates sort alike everywhere, and a part of one is a range.</summary>
    private const string Bytes = "C";

    // Longer than the look for it comes round, as long as they may wait at most.
    private const string LongWaits = """
        SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event_type = 'Lock'
          AND wait_event IN ('relation', 'tuple', 'transactionid') AND query_start < clock_timestamp() - interval '1500 milliseconds')
        """;

    // The locks' numbers in the database.
    private const long FlowOrderLock = 0x466C_6F77;
    private const long StartupLock = 0x5374_6172;

    /// <summary>How long the holder of the order of flows may do nothing within its transaction before the database ends it.</summary>
    private const string MaxIdle = "10s";

    /// <summary>How long one waits for the order of flows and within it: less than a command may take, so that the reason is told.</summary>
    private const string MaxOrderWait = "25s";

    private const string NoLockWait = "SET lock_timeout = 0";

    internal override string CreateSearchTriggers => PostgreSqlSearchTables.CreateTriggers;

    internal override string DropSearchTriggers => PostgreSqlSearchTables.DropTriggers;

    internal override string FillSearchTables => PostgreSqlSearchTables.Fill;

    internal override IReadOnlyList<string> MigrationsOf010 { get; } =
    [
        "20261123192044_Initial",
        "20261123211706_Agents",
        "20261123225753_DeliveriesByFlow",
        "20261124012835_UserLastSignIn",
    ];

    // On a connection of its own: the lock ends with it, also when the program is killed.
    internal override async Task<IAsyncDisposable> LockStartupAsync(CancellationToken cancellationToken)
    {
        await EnsureCreatedAsync(cancellationToken);
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.GetConnectionString()) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"{NoLockWait}; SELECT pg_advisory_lock({StartupLock})", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);

            // Migrations take tables that other servers work on.
            await WaitForLocksOutsideAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    // A machine that is paused or cut off within its transaction would keep all others from storing for as long as that lasts.
    public override Task LockFlowOrderAsync(bool isAwaited = false, CancellationToken cancellationToken = default) => isAwaited
        ? Database.ExecuteSqlAsync(
            $"SELECT set_config('idle_in_transaction_session_timeout', {MaxIdle}, true), pg_advisory_xact_lock({FlowOrderLock})",
            cancellationToken)
        : Database.ExecuteSqlAsync(
            $"""
            SELECT set_config('idle_in_transaction_session_timeout', {MaxIdle}, true), set_config('lock_timeout', {MaxOrderWait}, true),
                pg_advisory_xact_lock({FlowOrderLock})
            """,
            cancellationToken);

    internal override Task WaitForLocksAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlRawAsync("SET LOCAL lock_timeout = 0", cancellationToken);

    // The lock that every write takes of its table, and whoever waits for a table or a row already.
    internal override async Task<bool> IsLockedAsync(CancellationToken cancellationToken)
    {
        var tables = Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct().Select(name => $"\"{name}\"");
        await using var transaction = await Database.BeginTransactionAsync(cancellationToken);
        await using var command = Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
#pragma warning disable CA2100 // Names of the model.
        command.CommandText = $"LOCK TABLE {string.Join(", ", tables)} IN ROW EXCLUSIVE MODE NOWAIT";
#pragma warning restore CA2100
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return true;
        }

        command.CommandText = LongWaits;
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    // Also those that a dump or VACUUM came upon; the tables that all databases share have a row without a name.
    internal override Task<long?> CountDamagedPagesAsync(CancellationToken cancellationToken) =>
        Database.SqlQuery<long?>(
            $"""
            SELECT SUM(checksum_failures)::bigint AS "Value" FROM pg_stat_database
            WHERE (datname = current_database() OR datname IS NULL) AND current_setting('data_checksums') = 'on'
            """).SingleAsync(cancellationToken);

    internal override IRowInserter<T> CreateInserter<T>(IDbContextTransaction transaction) => new PostgreSqlCopy<T>(this);

    internal override Task TakeNumbersAsync(string table, string column, long highest, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"""SELECT setval(pg_get_serial_sequence('"' || {table} || '"', {column}), {highest})""", cancellationToken);

    internal override async Task<IReadOnlyList<string>> DropIndexesAsync(CancellationToken cancellationToken)
    {
        var found = await Database.SqlQueryRaw<DroppedIndex>(PostgreSqlIndexes.Find).ToListAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync(PostgreSqlIndexes.MoreMemory, cancellationToken);
        foreach (var index in found.OrderBy(index => index.IsIndex))
        {
            await Database.ExecuteSqlRawAsync(index.Undo, cancellationToken);
        }

        // What refers to another table needs that table's unique index.
        return [.. found.OrderByDescending(index => index.IsIndex).Select(index => index.Redo)];
    }

    internal override async Task UpdatePlannerStatisticsAsync(CancellationToken cancellationToken)
    {
        Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await WaitForLocksOutsideAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync("VACUUM ANALYZE", cancellationToken);
    }

    // Outside of a transaction it counts for the connection, which is the context's own until the context goes.
    private async Task WaitForLocksOutsideAsync(CancellationToken cancellationToken)
    {
        await Database.OpenConnectionAsync(cancellationToken);
        await Database.ExecuteSqlRawAsync(NoLockWait, cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Flow>().Property(flow => flow.Plate).UseCollation(Bytes);
        builder.Entity<Flow>().Property(flow => flow.RawPlate).UseCollation(Bytes);
        builder.Entity<FlowCorrection>().Property(correction => correction.Raw).UseCollation(Bytes);
        builder.Entity<Note>().Property(note => note.Plate).UseCollation(Bytes);
        builder.Entity<FlowCandidate>().Property(candidate => candidate.Text).UseCollation(Bytes);
        builder.Entity<PlateSuffix>().Property(suffix => suffix.Suffix).UseCollation(Bytes);
        builder.Entity<PlateSuffix>().Property(suffix => suffix.Plate).UseCollation(Bytes);
    }
}
