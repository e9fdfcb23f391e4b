using Dashboard.Configuration;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Console;

namespace Dashboard.Storage;

/// <summary>Registers the database.</summary>
internal static class StorageSetup
{
    /// <summary>Adds it: an <c>IDbContextFactory&lt;DashboardDbContext&gt;</c>, a scoped context for sign-in, and migrations at start.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddValidatedOptions<DatabaseOptions>(builder.Configuration, "Database", new DatabaseOptionsValidator());
        services.AddSingleton<DatabaseDamage>();
        services.AddSingleton<DatabaseLock>();
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<DatabaseDamage>());
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<AgeClock>();
        services.AddSingleton<IDbContextFactory<DashboardDbContext>, ProviderContextFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContext());
        services.AddSingleton<DatabaseStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());

        // One line for each statement would drown everything else.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);

        // Who asked says what failed, and where it lasts, says it once; EF would add a stack trace for each question.
        foreach (var category in new[] { "Query", "Update", "Database.Connection", "Database.Command", "Database.Transaction" })
        {
            builder.Logging.AddFilter<ConsoleLoggerProvider>($"Microsoft.EntityFrameworkCore.{category}", LogLevel.Critical);
        }
    }
}
