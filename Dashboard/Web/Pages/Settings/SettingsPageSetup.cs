using Dashboard.Settings;
using Dashboard.Web.Pages.Settings.Sections;

namespace Dashboard.Web.Pages.Settings;

/// <summary>The sections of the page, in its order.</summary>
internal static class SettingsPageSetup
{
    public static void AddSettingsSections(this IServiceCollection services)
    {
        services.AddSingleton<SettingsSection, MailSection>();
        services.AddSingleton<SettingsSection, PlaceSection>();
        services.AddSingleton<SettingsSection, AddressSection>();
        services.AddSingleton<SettingsSection, ReadingSection>();
        services.AddSingleton<SettingsSection, VideoSection>();
        services.AddSingleton<SettingsSection, VehiclesSection>();
        services.AddSingleton<SettingsSection, RetentionSection>();
        services.AddSingleton<SettingsSection, BackupSection>();
        services.AddSingleton<SettingsSection, MqttSection>();
        services.AddSingleton<SettingsSection, AuditSection>();
        services.AddSingleton<SettingsSection, SignInSection>();
    }
}
