using Dashboard.Domain.Flows;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Dashboard.Storage.Providers;

/// <summary>The database on a PostgreSQL server; its migrations are in <c>Migrations/PostgreSql</c>.</summary>
public sealed class PostgreSqlContext(DbContextOptions<PostgreSqlContext> options) : DashboardDbContext(options)
{
    /// <summary>Texts compare by their bytes, as in every other database: plates sort alike everywhere, and a part of one is a range.</summary>
    private const string Bytes = "C";

    // The lock's number in the database; nothing else of this program takes one.
    private const long FlowOrderLock = 0x466C_6F77;

    /// <inheritdoc/>
    internal override string CreateSearchTriggers => PostgreSqlSearchTables.CreateTriggers;

    /// <inheritdoc/>
    internal override string DropSearchTriggers => PostgreSqlSearchTables.DropTriggers;

    /// <inheritdoc/>
    internal override string FillSearchTables => PostgreSqlSearchTables.Fill;

    /// <inheritdoc/>
    public override Task LockFlowOrderAsync(CancellationToken cancel = default) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({FlowOrderLock})", cancel);

    /// <inheritdoc/>
    internal override IRowInserter<T> CreateInserter<T>(IDbContextTransaction transaction) => new PostgreSqlCopy<T>(this);

    /// <inheritdoc/>
    internal override Task TakeNumbersAsync(long highest, CancellationToken cancel) =>
        Database.ExecuteSqlAsync($"""SELECT setval(pg_get_serial_sequence('"Flows"', 'Id'), {highest})""", cancel);

    /// <inheritdoc/>
    internal override async Task TidyAsync(CancellationToken cancel)
    {
        Database.SetCommandTimeout(TimeSpan.FromHours(1));
        await Database.ExecuteSqlRawAsync("VACUUM ANALYZE", cancel);
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<Flow>().Property(flow => flow.Plate).UseCollation(Bytes);
        builder.Entity<FlowCandidate>().Property(candidate => candidate.Text).UseCollation(Bytes);
        builder.Entity<PlateSuffix>().Property(suffix => suffix.Suffix).UseCollation(Bytes);
        builder.Entity<PlateSuffix>().Property(suffix => suffix.Plate).UseCollation(Bytes);
    }
}
