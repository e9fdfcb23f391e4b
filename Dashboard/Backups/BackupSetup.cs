using Dashboard.Backups.Databases;
using Dashboard.Backups.Moves;
using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.Extensions.Options;

namespace Dashboard.Backups;

internal static class BackupSetup
{
    public static void AddBackups(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLiveOptions<BackupOptions>(builder.Configuration, BackupOptions.Section);
        services.AddToOptions(builder.Configuration, (target, from) =>
            target.AddSingleton<IValidateOptions<BackupOptions>>(new BackupOptionsValidator(Server(from))));
        services.AddSettingTrial(
            $"{BackupOptions.Section}:{nameof(BackupOptions.Folder)}",
            path => path.Length > 0 && Server(builder.Configuration).IsInDataDirectory(path) ? null : BackupFolder.FindError(path));
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
        services.AddSingleton<IDatabaseStartupStep, LeftOverMove>();
        services.AddSingleton<BackupStatus>();
        services.AddSingleton<BackupSchedule>();
        builder.AddServerHostedService<BackupSchedule>();
    }

    private static ServerOptions Server(IConfiguration from)
    {
        var server = new ServerOptions();
        server.DataDirectory = from[nameof(ServerOptions.DataDirectory)] is { } given && !string.IsNullOrWhiteSpace(given)
            ? given
            : server.DataDirectory;
        return server;
    }
}
