using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Storage.Providers;

/// <summary>What the options of a context are the same in, whatever the database.</summary>
internal static class ContextOptions
{
    /// <summary>Adds the server's log and its audit trail; a command that has none leaves them out.</summary>
    public static DbContextOptionsBuilder<TContext> WithServices<TContext>(
        this DbContextOptionsBuilder<TContext> options, ILoggerFactory? logs, AuditInterceptor? audit)
        where TContext : DbContext
    {
        if (audit is not null)
        {
            options.AddInterceptors(audit);
        }

        return logs is null ? options : options.UseLoggerFactory(logs);
    }
}
