using Dashboard.Domain.Flows;
using Dashboard.Storage.RollUps;
using Dashboard.Storage.Search;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers.SqlServer;

/// <summary>The database on a SQL Server; its migrations are in <c>Migrations</c> beside it.</summary>
internal sealed class SqlServerContext(DbContextOptions<SqlServerContext> options) : DashboardDbContext(options)
{
    /// <summary>Texts compare by their bytes, as in every other database.</summary>
    private const string Bytes = "Latin1_General_100_BIN2_UTF8";

    internal override string CreateSearchTriggers => SqlServerSearchTables.CreateTriggers;

    internal override string DropSearchTriggers => SqlServerSearchTables.DropTriggers;

    internal override string FillSearchTables => SqlServerSearchTables.Fill;

    internal override IReadOnlyList<string> MigrationsOf010 { get; } =
    [
        "20261123192045_Initial",
        "20261123211707_Agents",
        "20261123225754_DeliveriesByFlow",
        "20261124012835_UserLastSignIn",
    ];

    // On a connection of its own: the lock ends with it, also when the program is killed.
    internal override async Task<IAsyncDisposable> LockStartupAsync(CancellationToken cancellationToken)
    {
        await EnsureCreatedAsync(cancellationToken);
        var connection = new SqlConnection(new SqlConnectionStringBuilder(Database.GetConnectionString()) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText =
                """
                DECLARE @taken int;
                EXEC @taken = sp_getapplock @Resource = N'Startup', @LockMode = N'Exclusive', @LockOwner = N'Session', @LockTimeout = -1;
                IF @taken < 0 THROW 51001, N'The lock of the start was not given', 1;
                """;
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task LockFlowOrderAsync(bool isAwaited = false, CancellationToken cancellationToken = default) =>
        Database.ExecuteSqlRawAsync(
            """
            DECLARE @taken int;
            EXEC @taken = sp_getapplock @Resource = N'FlowOrder', @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 30000;
            IF @taken < 0 THROW 51000, N'Another writer of flows did not end within 30 seconds', 1;
            """,
            cancellationToken);

    internal override string WithNumbers(string table, string insert) =>
        $"SET IDENTITY_INSERT {table} ON; {insert}; SET IDENTITY_INSERT {table} OFF;";

    // Names cannot be parameters there; these are the model's own.
    internal override Task TakeNumbersAsync(string table, string column, long highest, CancellationToken cancellationToken) =>
        Database.ExecuteSqlRawAsync(string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"DBCC CHECKIDENT ('{table}', RESEED, {highest}) WITH NO_INFOMSGS"), cancellationToken);

    internal override Task AddToPlateMonthAsync(int month, long after, long last, CancellationToken cancellationToken)
    {
        var (begin, end) = (PlateMonth.FirstSecond(month), PlateMonth.FirstSecond(month + 1));
        return Database.ExecuteSqlAsync(
            $"""
            MERGE [PlateMonths] WITH (HOLDLOCK) AS m USING (
              SELECT [CameraId], [Plate], COUNT(*) AS [Flows] FROM [Flows]
              WHERE [Id] > {after} AND [Id] <= {last} AND [CapturedSecond] + 0 >= {begin} AND [CapturedSecond] + 0 < {end} AND [Plate] <> ''
              GROUP BY [CameraId], [Plate]) AS n
            ON m.[Month] = {month} AND m.[CameraId] = n.[CameraId] AND m.[Plate] = n.[Plate]
            WHEN MATCHED THEN UPDATE SET [Flows] = m.[Flows] + n.[Flows]
            WHEN NOT MATCHED THEN INSERT ([Month], [CameraId], [Plate], [Flows]) VALUES ({month}, n.[CameraId], n.[Plate], n.[Flows]);
            """,
            cancellationToken);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);

        // Where a table has triggers, SQL Server returns no numbers of new rows by OUTPUT alone.
        builder.Entity<Flow>().ToTable(table => table.HasTrigger("Flows_Changed"));
        builder.Entity<Flow>().Property(flow => flow.Plate).IsUnicode(false).UseCollation(Bytes);
        builder.Entity<Flow>().Property(flow => flow.RawPlate).IsUnicode(false).UseCollation(Bytes);
        builder.Entity<FlowCorrection>().Property(correction => correction.Raw).IsUnicode(false).UseCollation(Bytes);
        builder.Entity<Note>().Property(note => note.Plate).IsUnicode(false).UseCollation(Bytes);
        builder.Entity<FlowCandidate>().Property(candidate => candidate.Text).IsUnicode(false).UseCollation(Bytes);
        builder.Entity<PlateSuffix>().Property(suffix => suffix.Suffix).IsUnicode(false).UseCollation(Bytes);
        builder.Entity<PlateSuffix>().Property(suffix => suffix.Plate).IsUnicode(false).UseCollation(Bytes);
    }
}
