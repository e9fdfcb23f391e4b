using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Security.Tokens;

/// <summary><c>Authorization: Bearer …</c> carries a token or an API key: keys go to the key handler, everything else to the token's.</summary>
internal static class BearerAuthentication
{
    /// <summary>What a refusal answers in <c>WWW-Authenticate</c>.</summary>
    public const string Challenge = "Bearer realm=\"api\"";

    private const string TokenInHeader = JwtBearerDefaults.AuthenticationScheme;
    private const string KeyInHeader = "BearerKey";
    private const string Prefix = "Bearer ";

    /// <summary>Adds <see cref="Policies.TokenScheme"/> and the two schemes that it forwards to.</summary>
    public static AuthenticationBuilder AddBearer(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddScoped<TokenEvents>();
        authentication.Services.ConfigureOptions<TokenValidation>();
        return authentication
            .AddJwtBearer(TokenInHeader, null, _ => { })
            .AddScheme<KeyHandlerOptions, KeyHandler>(KeyInHeader, key => (key.ReadKey, key.Challenge) = (ReadKey, Challenge))
            .AddPolicyScheme(Policies.TokenScheme, null, policy => policy.ForwardDefaultSelector = SchemeFor);
    }

    /// <summary>
    /// Whether the bearer of a request that was let in still works and its owner still has a role. An answer that lasts asks now and then; the
    /// request's own handlers would give the result of its beginning.
    /// </summary>
    public static async Task<bool> StillWorksAsync(HttpContext context)
    {
        await using var scope = context.RequestServices.CreateAsyncScope();
        var handlers = scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>();
        var handler = await handlers.GetHandlerAsync(context, SchemeFor(context));
        var result = await handler!.AuthenticateAsync();
        return result.Principal?.Role() is not null;
    }

    /// <summary>The first characters of the API key that a request carries, which tell keys apart and open nothing; null: it carries none.</summary>
    public static string? KeyPrefix(HttpContext context) =>
        (ReadKey(context) is [{ } bearer] ? bearer
            : QueryApiKey.Read(context) is [{ } given] && ApiPaths.TakesKeys(context.Request.Path) ? given
            : null) is { } key
            && key.Trim() is var text && ApiKeyStore.IsKey(text)
            ? ApiKeyStore.PrefixOf(text)
            : null;

    private static string SchemeFor(HttpContext context) => ReadKey(context).Count > 0 ? KeyInHeader : TokenInHeader;

    private static StringValues ReadKey(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && header[Prefix.Length..].Trim() is var text && ApiKeyStore.IsKey(text)
            ? text
            : StringValues.Empty;
}
