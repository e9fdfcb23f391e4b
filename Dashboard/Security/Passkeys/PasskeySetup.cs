using Dashboard.Storage;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Security.Passkeys;

internal static class PasskeySetup
{
    /// <summary>Comes after Identity, whose store of accounts it replaces.</summary>
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.AddScoped<IUserStore<User>, PasskeyUserStore>();
        services.AddSingleton<PasskeyHandlers>();
        services.AddSingleton<PasskeyStore>();
        services.AddSingleton<PasskeyRegistration>();
        services.AddSingleton<PasskeySignIn>();
    }
}
