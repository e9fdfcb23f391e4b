using Dashboard.Configuration;

namespace Dashboard.Storage;

/// <summary>Registers the database.</summary>
public static class StorageSetup
{
    /// <summary>Adds it: an <c>IDbContextFactory&lt;DashboardDbContext&gt;</c>, and migrations at start.</summary>
    public static void AddStorage(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddOptions<DatabaseOptions>(builder.Configuration, "Database");
    }
}
