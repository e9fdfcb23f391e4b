using Dashboard.Configuration;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Security.FirstRun;
using Dashboard.Security.Keys;
using Dashboard.Security.Passkeys;
using Dashboard.Security.Sessions;
using Dashboard.Security.Tokens;
using Dashboard.Security.TwoFactor;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Startup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Dashboard.Security;

/// <summary>Registers sign-in, users, API keys and secrets at rest.</summary>
internal static class SecuritySetup
{
    // OWASP's figure for PBKDF2 with HMAC-SHA512.
    private const int HashIterations = 210_000;

    public static void AddSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddDataProtection().SetApplicationName("Dashboard").PersistKeysToDbContext<DashboardDbContext>();
        services.AddOptions<KeyManagementOptions>().Configure<IOptionsMonitor<SecurityOptions>>(static (keys, security) =>
            keys.XmlEncryptor = security.CurrentValue.KeyFile is { Length: > 0 } path ? new KeyFileEncryptor(KeyFile.Read(path)) : null);
        services.AddSingleton<KeyFilePlace>();
        services.AddSingleton<KeysAtRest>();
        services.AddSingleton<IDatabaseStartupStep, SharedKeys>();
        if (builder.Role() != ServerRole.Agent)
        {
            services.AddSingleton<IDatabaseStartupStep, AccountRoles>();
        }

        builder.Logging.AddFilter(
            "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error); // The database is the program's alone.

        // At Debug these lines hold what people type into pages, passwords too; nothing in the settings may bring them back.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR", LogLevel.Warning);
        services.AddSingleton<SecretProtector>();
        services.AddLiveOptions(builder.Configuration, "Security", new SecurityOptionsValidator());
        services.AddValidatedOptions(builder.Configuration, "Admin", new AdminOptionsValidator());
        builder.AddAudit();
        services.AddAccounts();
        services.AddSessions();
        services.AddPolicies();
        builder.Services.AddKeyedSingleton(FirstRunAnnouncer.WriterKey, Console.Out);
        builder.AddServerHostedService<SessionCleanup>();
        if (builder.Role() != ServerRole.Recognizer)
        {
            // That one has no page on which the code could be entered.
            builder.AddServerHostedService<FirstRunAnnouncer>();
        }
    }

    /// <summary>Puts authentication into the request's way.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.Use(AnswerPeopleSoon);
        app.UseRouting();
        app.UseMiddleware<FirstRunMiddleware>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseMiddleware<AuditMiddleware>();
        app.UseAntiforgery();
    }

    // Whoever sends a form, or signs a program in, is told that the database is locked; they do not wait until it no longer is.
    private static async Task AnswerPeopleSoon(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        using var brief = HttpMethods.IsPost(request.Method) && (PageRequest.IsForPerson(request) || request.Path == ApiPaths.Authenticate)
            ? BriefWait.Begin()
            : null;
        await next(context);
    }

    private static void AddAudit(this WebApplicationBuilder builder)
    {
        builder.Services.AddLiveOptions(builder.Configuration, "Audit", new AuditOptionsValidator());
        builder.Services.AddSingleton<AuditStore>();
        builder.Services.AddSingleton<AuditVerification>();
        builder.Services.AddSingleton<SearchReasons>();
        builder.Services.AddSingleton<AuditWriter>();
        builder.Services.AddSingleton<IHealthWarning>(provider => provider.GetRequiredService<AuditWriter>());
        builder.AddServerHostedService<AuditWriter>();
        builder.AddServerHostedService<LastUses>();
        builder.AddServerHostedService<SignInNotes>();
        builder.AddServerHostedService<AuditCleanup>();
    }

    private static void AddAccounts(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = ""; // The user name is the e-mail address, checked by AccountRules.
                identity.Password = new()
                {
                    RequiredLength = AccountRules.MinPasswordLength,
                    RequiredUniqueChars = 1,
                    RequireDigit = false,
                    RequireLowercase = false,
                    RequireUppercase = false,
                    RequireNonAlphanumeric = false,
                };
            })
            .AddRoles<IdentityRole<int>>()
            .AddEntityFrameworkStores<DashboardDbContext>()
            .AddSignInManager();
        services.Configure<PasswordHasherOptions>(hashing => hashing.IterationCount = HashIterations);
        services.AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddSingleton<AccountCache>();
        services.AddSingleton<LastUses>();
        services.AddSingleton<SignInNotes>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SiteScopeProvider>();
        services.AddSingleton<OperatorCheck>();
        services.AddSingleton<Preferences>();
        services.AddSingleton<UserAccounts>();
        services.AddSingleton<Invitations>();
        services.AddSingleton<AttemptLimiter>();
        services.AddSingleton<FamiliarAddresses>();
        services.AddSingleton<SignInService>();
        services.AddSingleton<TwoFactorService>();
        services.AddSingleton<TwoFactorSignIn>();
        services.AddPasskeys();
        services.AddSingleton<FirstRunGate>();
        services.AddSingleton<IDatabaseStartupStep>(provider => provider.GetRequiredService<FirstRunGate>());
        services.AddSingleton<SigningKey>();
        services.AddSingleton<TokenIssuer>();
        services.AddSingleton<ApiKeyStore>();
    }

    private static void AddSessions(this IServiceCollection services)
    {
        services.AddScoped<SessionEvents>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme)
            .AddBearer()
            .AddScheme<KeyHandlerOptions, KeyHandler>(Policies.KeyScheme, null)
            .AddCookie(IdentityConstants.ApplicationScheme, cookie =>
            {
                cookie.Name("Dashboard.Session", SameSiteMode.Lax);
                cookie.ExpireTimeSpan = SessionStore.MaxIdle;
                cookie.SlidingExpiration = true;
                cookie.LoginPath = AccountPaths.SignIn;
                cookie.AccessDeniedPath = AccountPaths.Denied;
                cookie.ReturnUrlParameter = "returnUrl";
                cookie.EventsType = typeof(SessionEvents);
            })
            .AddBriefCookie(IdentityConstants.TwoFactorUserIdScheme, "Dashboard.TwoFactor", SameSiteMode.Lax, PendingSignIn.MaxAge)
            .AddBriefCookie(PasskeyChallenge.Scheme, PasskeyChallenge.Scheme, SameSiteMode.Strict, PasskeyChallenge.MaxAge);
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "Dashboard.Antiforgery";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        services.AddScoped<CircuitHandler, CircuitGuard>();
        services.AddScoped<AuditPerson>();
        services.AddScoped<CircuitHandler, AuditCircuit>();
    }

    /// <summary>A cookie for one step of signing in.</summary>
    private static AuthenticationBuilder AddBriefCookie(
        this AuthenticationBuilder authentication, string scheme, string name, SameSiteMode sameSite, TimeSpan maxAge) =>
        authentication.AddCookie(scheme, cookie =>
        {
            cookie.Name(name, sameSite);
            cookie.ExpireTimeSpan = maxAge;
            cookie.SlidingExpiration = false;
        });

    private static void Name(this CookieAuthenticationOptions options, string name, SameSiteMode sameSite)
    {
        options.Cookie.Name = name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = sameSite;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static void AddPolicies(this IServiceCollection services) => services.AddAuthorizationBuilder()
        .AddPolicy(Policies.Viewer, policy => policy.RequireRole(Roles.Administrator, Roles.Operator, Roles.Viewer))
        .AddPolicy(Policies.Operator, policy => policy.RequireRole(Roles.Administrator, Roles.Operator))
        .AddPolicy(Policies.Administrator, policy => policy.RequireRole(Roles.Administrator))
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(IsSignedInOrNowhere).Build());

    // Whatever says nothing of its own needs sign-in. An address that leads to no route at all (404) or not by this method (405, which is no route
    // either) has nothing to protect, and programs want that status, not 401.
    private static bool IsSignedInOrNowhere(AuthorizationHandlerContext context) =>
        context.User.Identity?.IsAuthenticated == true
        || (context.Resource is HttpContext http && !PageRequest.Is(http.Request) && http.GetEndpoint() is not RouteEndpoint);
}
