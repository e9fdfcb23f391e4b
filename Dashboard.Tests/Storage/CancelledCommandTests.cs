using System.Data.Common;
using Dashboard.Storage.Providers.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Dashboard.Tests.Storage;

/// <summary>A driver that reports a command that was given up as a failure, as the SQL Server one does.</summary>
public sealed class CancelledCommandTests
{
    [Fact]
    public async Task Command_GivenUp_IsCancelledAndNoFailure()
    {
        using var caller = new CancellationTokenSource();
        await using var db = Context(caller.Cancel);
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.Rows.ToListAsync(caller.Token));
        Assert.Equal(caller.Token, thrown.CancellationToken);
    }

    [Fact]
    public async Task Command_ThatFails_StaysAFailure()
    {
        await using var db = Context(() => { });
        await Assert.ThrowsAsync<DriverException>(() => db.Rows.ToListAsync(TestContext.Current.CancellationToken));
    }

    private static Rooms Context(Action meanwhile) => new(new DbContextOptionsBuilder<Rooms>()
        .UseSqlite("Data Source=:memory:").AddInterceptors(new Driver(meanwhile), new CancelledCommandInterceptor()).Options);

    private sealed class Driver(Action meanwhile) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            meanwhile();
            throw new DriverException();
        }
    }

    private sealed class DriverException : DbException;

    private sealed class Row
    {
        public int Id { get; set; }
    }

    private sealed class Rooms(DbContextOptions<Rooms> options) : DbContext(options)
    {
        public DbSet<Row> Rows => Set<Row>();
    }
}
