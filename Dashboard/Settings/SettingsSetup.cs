using Dashboard.Configuration;
using Dashboard.Hosting;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Settings;

/// <summary>Registers the settings that are saved in the dashboard. An agent has no dashboard and no such settings.</summary>
internal static class SettingsSetup
{
    public static void AddSavedSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SettingsCatalog>();
        builder.Services.AddSingleton<SettingsSources>();
        builder.Services.AddSingleton<SecretRule>();
        builder.Services.AddSingleton<SavedSettingsLoader>();
        builder.Services.AddSingleton<SettingsStore>();
        if (builder.Role() != ServerRole.Agent)
        {
            builder.Services.AddSingleton<IDatabaseStartupStep, SavedSettingsStartup>();
        }

        builder.AddServerHostedService<SettingsOfStart>();
        builder.AddServerHostedService<SavedSettingsRefresh>();
    }
}

/// <summary>Puts saved settings in force before anything is made that keeps what it was made with.</summary>
internal sealed class SavedSettingsStartup(SavedSettingsLoader loader) : IDatabaseStartupStep
{
    public async Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        await RenameAsync(db, cancellationToken);
        await loader.LoadAsync(cancellationToken);
    }

    // What was saved before a setting was renamed has its new name from now on, unless that was saved too.
    private static async Task RenameAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var rows = await db.SavedSettings.ToListAsync(cancellationToken);
        foreach (var row in rows)
        {
            if (RenamedSettings.NewName(row.Key) is { } name)
            {
                db.SavedSettings.Remove(row);
                if (!rows.Exists(known => known.Key == name))
                {
                    db.SavedSettings.Add(new SavedSetting
                    {
                        Key = name,
                        Value = row.Value,
                        ProtectedValue = row.ProtectedValue,
                        ChangedAt = row.ChangedAt,
                        ChangedBy = row.ChangedBy,
                    });
                }
            }
        }

        await db.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>
/// Makes the options that need a restart, which stay what they were when they were made: also those that nothing has asked for until somebody changes
/// them.
/// </summary>
internal sealed class SettingsOfStart(SettingsCatalog catalog, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var options in catalog.All.Where(setting => setting.NeedsRestart).Select(setting => setting.Options).Distinct())
        {
            services.GetRequiredService(options);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Takes over what was saved on another server of the database.</summary>
internal sealed class SavedSettingsRefresh(SavedSettingsLoader loader, TimeProvider time, ILogger<SavedSettingsRefresh> log)
    : PeriodicWork(Interval, isAtOnce: false, "The saved settings could not be read again", time, log)
{
    /// <summary>How old what is in force may be.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await loader.LoadAsync(cancellationToken);
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            // What is in force stays; whoever needs the database says that it is away.
        }
    }
}
