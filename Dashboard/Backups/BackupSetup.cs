using Dashboard.Backups.Databases;
using Dashboard.Backups.Moves;
using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Storage;

namespace Dashboard.Backups;

internal static class BackupSetup
{
    public static void AddBackups(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLiveOptions(builder.Configuration, BackupOptions.Section, new BackupOptionsValidator());
        services.AddSingleton<IDatabaseBackup>(provider => provider.GetRequiredService<DatabaseOptions>().Provider switch
        {
            DatabaseProvider.PostgreSql => ActivatorUtilities.CreateInstance<PostgreSqlBackup>(provider),
            DatabaseProvider.SqlServer => new SqlServerBackup(),
            _ => ActivatorUtilities.CreateInstance<SqliteBackup>(provider),
        });
        services.AddSingleton<PictureBackup>();
        services.AddSingleton<BackupWriter>();
        services.AddSingleton<BackupRestore>();
        services.AddSingleton<DatabaseMove>();
        services.AddSingleton<BackupStatus>();
        services.AddSingleton<BackupSchedule>();
        builder.AddServerHostedService<BackupSchedule>();
    }
}
