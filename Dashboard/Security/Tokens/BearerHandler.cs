using System.Text.Encodings.Web;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Tokens;

/// <summary>
/// Reads <c>Authorization: Bearer …</c>, a token or an API key. It answers refusals with status and header alone; the body belongs
/// to the dialect that was called.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, TokenIssuer tokens, ApiKeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var text = header[Bearer.Length..].Trim();
        var account = ApiKeyStore.IsKey(text)
            ? await keys.FindOwnerAsync(text, Context.RequestAborted)
            : await tokens.FindOwnerAsync(text, Context.RequestAborted);
        return account is null
            ? AuthenticateResult.Fail("The token or key does not work")
            : AuthenticateResult.Success(new(Principals.Create(account, Scheme.Name), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"api\"";
        return Task.CompletedTask;
    }
}
