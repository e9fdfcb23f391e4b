using Dashboard.Configuration;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Startup;
using Microsoft.EntityFrameworkCore;

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
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<DatabaseDamage>());
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<IDbContextFactory<DashboardDbContext>, ProviderContextFactory>();
        services.AddSingleton<CameraDirectory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<DashboardDbContext>>().CreateDbContext());
        services.AddSingleton<DatabaseStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<DatabaseStartup>());

        // One line for each statement would drown everything else.
        builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
    }
}
