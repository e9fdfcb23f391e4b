using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace Dashboard.Configuration;

/// <summary>
/// Where settings come from: beside the program, the working directory, what was saved in the dashboard, the environment, the command line; later
/// wins (Decision 0031).
/// </summary>
internal static class ConfigurationSetup
{
    /// <summary>Adds the sources and binds the root settings.</summary>
    public static void AddConfiguration(this WebApplicationBuilder builder, string[] settings)
    {
        var configuration = builder.Configuration;
        configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = Defaults });
        var local = Path.Combine(Directory.GetCurrentDirectory(), "appsettings.json");
        configuration.AddJsonFile(local, optional: true, reloadOnChange: false);
        var saved = new SavedSettingsSource();
        configuration.Sources.Add(saved);
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(settings);
        builder.Services.AddSingleton(saved.Provider);
        builder.Services.AddSingleton(RenamedSettings.Apply(configuration));
        if (builder.Role() != ServerRole.Agent)
        {
            // An agent listens where it is told to, and otherwise nowhere.
            configuration.Sources.Insert(
                0, new MemoryConfigurationSource { InitialData = new Dictionary<string, string?> { ["urls"] = DashboardServer.DefaultUrl } });
        }

        builder.Services.AddLiveOptions<ServerOptions>(configuration, section: null, new ServerOptionsValidator());
        builder.Services.AddSettingTrial(nameof(ServerOptions.PublicUrl), PathError);
        builder.Services.AddSingleton(PublicAddress.From);
        builder.Services.AddSingleton(TimeProvider.System);
    }

    private static string? PathError(string url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsolutePath != "/"
        ? "Pages do not work below a path: enter an address without one, such as https://plates.example.com."
        : null;

    /// <summary>Tells in the log of settings that were given under a name that counts no more, or never did.</summary>
    public static void WarnOfSettings(this WebApplication app)
    {
        app.Services.GetRequiredService<RenamedSettings>().Warn(app.Logger);
        if (PathError(app.Configuration[nameof(ServerOptions.PublicUrl)] ?? "") is { } error)
        {
            app.Logger.LogWarning("PublicUrl: {Error}", error);
        }

        UnknownSettings.Warn(app.Configuration, app.Services.GetRequiredService<OptionsRegistrations>(), app.Logger);
    }

    /// <summary>What this process does. Throws for a word that is none of the roles, as binding the options would.</summary>
    public static ServerRole Role(this WebApplicationBuilder builder) => builder.Configuration.GetValue(nameof(ServerOptions.Role), ServerRole.All);

    // Any other source wins. Requests and statements one by one would bury what a person looks for in the log.
    private static Dictionary<string, string?> Defaults => new()
    {
        ["Logging:LogLevel:Default"] = "Information",
        ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning",
    };

    /// <summary>Binds a stage's options to its section and checks them at start; what counts is what they were then.</summary>
    public static void AddValidatedOptions<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string? section, IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
    {
        services.AddSection(configuration, section, validator);
        services.AddToOptions(configuration, (target, _) => target.AddSingleton(provider => provider.GetRequiredService<IOptions<TOptions>>().Value));
    }

    /// <summary>
    /// The same for options that may change while the server runs: who lives long takes <see cref="IOptionsMonitor{TOptions}"/>, who takes the
    /// options themselves has them as they are at that moment.
    /// </summary>
    public static void AddLiveOptions<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string? section, IValidateOptions<TOptions>? validator = null)
        where TOptions : class, new()
    {
        services.AddSection(configuration, section, validator);
        services.AddToOptions(
            configuration, (target, _) => target.AddTransient(provider => provider.GetRequiredService<IOptionsMonitor<TOptions>>().CurrentValue));
    }

    /// <summary>
    /// Registers something that belongs to binding or checking options; it is done again where settings are checked before they count.
    /// </summary>
    public static void AddToOptions(
        this IServiceCollection services, IConfiguration configuration, Action<IServiceCollection, IConfiguration> register)
    {
        register(services, configuration);
        services.Registrations().Add(register);
    }

    /// <inheritdoc cref="OptionsRegistrations.AddTrial"/>
    public static void AddSettingTrial(this IServiceCollection services, string key, Func<string, string?> findError) =>
        services.Registrations().AddTrial(key, findError);

    private static void AddSection<TOptions>(
        this IServiceCollection services, IConfiguration configuration, string? section, IValidateOptions<TOptions>? validator)
        where TOptions : class, new()
    {
        services.Registrations().AddSection(section ?? "", typeof(TOptions));
        services.AddToOptions(configuration, (target, from) =>
        {
            target.AddOptions<TOptions>().Bind(section is null ? from : from.GetSection(section)).ValidateOnStart();
            if (validator is not null)
            {
                target.AddSingleton(validator);
            }
        });
    }

    private static OptionsRegistrations Registrations(this IServiceCollection services)
    {
        if (services.FirstOrDefault(service => service.ServiceType == typeof(OptionsRegistrations))?.ImplementationInstance
            is not OptionsRegistrations registrations)
        {
            services.AddSingleton(registrations = new OptionsRegistrations());
        }

        return registrations;
    }
}

/// <summary>Checks the root settings; every failure names the key, what is wrong and what is allowed.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        var check = new OptionsCheck("");
        check.Require(
            !string.IsNullOrWhiteSpace(options.DataDirectory), nameof(options.DataDirectory), "is empty; give a folder such as ./data");
        check.Require(
            string.IsNullOrWhiteSpace(options.TimeZone) || TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _),
            nameof(options.TimeZone),
            $"'{options.TimeZone}' is unknown on this machine; give an IANA name such as Europe/Vienna, or leave it empty");
        check.Require(
            options.Language is "en" or "es" or "pt" or "de",
            nameof(options.Language),
            $"is '{options.Language}'; it must be one of en, es, pt, de");
        check.Require(
            options.PublicUrl.Length == 0 || IsPublicUrl(options.PublicUrl),
            nameof(options.PublicUrl),
            $"'{options.PublicUrl}' is not the address of a server; enter one such as https://plates.example.com, "
            + "without user, query and fragment, or leave it empty");
        check.Require(Enum.IsDefined(options.Role), nameof(options.Role), $"is '{options.Role}'; it must be one of All, Server, Recognizer, Agent");
        return check.Result;
    }

    // Paths are put behind it.
    private static bool IsPublicUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 && url.UserInfo.Length == 0
        && text.IndexOfAny(['?', '#']) < 0 && !text.Any(char.IsWhiteSpace);
}
