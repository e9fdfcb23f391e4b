using System.Text.Encodings.Web;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Tokens;

/// <summary>
/// Reads <c>Authorization: Bearer …</c>, a token or an API key. It answers refusals with status and header alone; the body belongs
/// to the dialect that was called.
/// </summary>
internal sealed class BearerHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, BearerAuthenticator owners)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!BearerAuthenticator.IsGiven(Request))
        {
            return AuthenticateResult.NoResult();
        }

        return await owners.FindAsync(Request, Context.RequestAborted) is { } account
            ? AuthenticateResult.Success(new(ClaimsPrincipalFactory.Create(account, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The token or key does not work");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"api\"";
        return Task.CompletedTask;
    }
}
