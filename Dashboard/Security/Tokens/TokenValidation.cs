using System.Globalization;
using System.Security.Claims;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Dashboard.Security.Tokens;

/// <summary>What the bearer handler holds a token of <see cref="TokenIssuer"/> against.</summary>
internal sealed class TokenValidation(SigningKey signingKey, TimeProvider time) : IConfigureNamedOptions<JwtBearerOptions>
{
    public void Configure(JwtBearerOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, JwtBearerOptions options)
    {
        options.MapInboundClaims = false;
        options.ConfigurationManager = new SigningKeySource(signingKey);
        options.EventsType = typeof(TokenEvents);

        // One key, one algorithm, no clock skew: the server that checks is the server that signed.
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = TokenIssuer.Issuer,
            ValidAudience = TokenIssuer.Issuer,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidTypes = ["JWT"],
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = (from, until, _, _) => time.GetUtcNow().UtcDateTime is var now && from <= now && now < until,
        };
    }

    /// <summary>Asks for the key whenever a token is checked, so that a key that was replaced is taken up.</summary>
    private sealed class SigningKeySource(SigningKey signingKey) : IConfigurationManager<OpenIdConnectConfiguration>
    {
        public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancellationToken)
        {
            var configuration = new OpenIdConnectConfiguration { Issuer = TokenIssuer.Issuer };
            configuration.SigningKeys.Add(signingKey.Load());
            return Task.FromResult(configuration);
        }

        public void RequestRefresh()
        {
            // Nothing is remembered here.
        }
    }
}

/// <summary>
/// Ends a token with the account that it was made for. It answers refusals with status and header alone; the body belongs to the dialect that
/// was called.
/// </summary>
internal sealed class TokenEvents(AccountCache accounts) : JwtBearerEvents
{
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        var token = context.Principal!;
        var account = int.TryParse(token.FindFirstValue(JwtRegisteredClaimNames.Sub), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await accounts.FindAsync(id, context.HttpContext.RequestAborted)
            : null;
        if (account is { IsEnabled: true } && AccountCache.SameHash(account.StampHash, token.FindFirstValue(TokenIssuer.StampClaim) ?? ""))
        {
            context.Principal = ClaimsPrincipalFactory.Create(account, context.Scheme.Name);
        }
        else
        {
            context.Fail("The account was changed or disabled");
        }
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = BearerAuthentication.Challenge;
        return Task.CompletedTask;
    }
}
