using Dashboard.Configuration;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Dashboard.Storage.Startup;

/// <summary>
/// Release 0.1.0 made its tables by several migrations, which one <c>Initial</c> has replaced: it makes the same tables. In a database of that
/// release the history is rewritten, and everything later follows as usual.
/// </summary>
internal static class SquashedHistory
{
    /// <summary>The name that ends the number of the migration that replaced the others.</summary>
    public const string Initial = "_Initial";

    /// <summary>
    /// Rewrites the history of a database of release 0.1.0 in one transaction; any other stays as it is. Throws <see cref="StartException"/> for
    /// a database that a version before that release made.
    /// </summary>
    /// <returns>Whether there was anything to rewrite.</returns>
    public static async Task<bool> RewriteAsync(DashboardDbContext db, IReadOnlyCollection<string> applied, CancellationToken cancellationToken)
    {
        var replaced = db.MigrationsOf010;
        if (!applied.Any(replaced.Contains))
        {
            return false;
        }

        if (!applied.ToHashSet().SetEquals(replaced))
        {
            throw new StartException(
                "The database was made by a version before 0.1.0, or is not whole: "
                + $"of the steps of 0.1.0 it lacks {string.Join(", ", replaced.Except(applied))}. "
                + "Start version 0.1.0 on it once, then this one; or start with another DataDirectory");
        }

        var strategy = db.Database.CreateExecutionStrategy();
        await strategy.ExecuteAsync(async cancel =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancel);
            foreach (var statement in Statements(db))
            {
                await db.Database.ExecuteSqlRawAsync(statement, cancel);
            }

            await transaction.CommitAsync(cancel);
        }, cancellationToken);
        return true;
    }

    /// <summary>What is sent to rewrite the history.</summary>
    internal static IEnumerable<string> Statements(DashboardDbContext db)
    {
        var history = db.GetService<IHistoryRepository>();
        var initial = db.Database.GetMigrations().Single(id => id.EndsWith(Initial, StringComparison.Ordinal));
        return db.MigrationsOf010.Select(history.GetDeleteScript).Append(history.GetInsertScript(new HistoryRow(initial, ProductInfo.GetVersion())));
    }
}
