using System.Globalization;
using System.Security.Claims;
using Dashboard.Security.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dashboard.Security.Tokens;

/// <summary>Makes and checks the tokens of <c>/authenticate</c>: JWT, RS256.</summary>
public sealed class TokenIssuer(SigningKey signingKey, AccountCache states, SecurityOptions options, TimeProvider time)
{
    private const string Issuer = "dashboard";
    private const string StampClaim = "stamp";
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    /// <summary>A token for an account; it ends with its time, with the next change of password or role, and when the account is disabled.</summary>
    public string Issue(AccountSnapshot account)
    {
        var now = time.GetUtcNow();
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Issuer,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = now.AddHours(options.TokenHours).UtcDateTime,
            SigningCredentials = new(signingKey.Load(), SecurityAlgorithms.RsaSha256),
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = account.Id.ToString(CultureInfo.InvariantCulture),
                [JwtRegisteredClaimNames.Email] = account.Email,
                ["role"] = account.Role ?? "",
                [StampClaim] = account.StampHash,
            },
        });
    }

    /// <summary>The account for which the token was made, as it is now; null: the token does not work.</summary>
    public async Task<AccountSnapshot?> FindOwnerAsync(string token, CancellationToken cancel = default)
    {
        var result = await _handler.ValidateTokenAsync(token, Parameters());
        if (!result.IsValid
            || !int.TryParse(Text(result.ClaimsIdentity, JwtRegisteredClaimNames.Sub), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            return null;
        }

        var owner = await states.FindAsync(id, cancel);
        return owner is { IsEnabled: true } && AccountCache.SameHash(owner.StampHash, Text(result.ClaimsIdentity, StampClaim)) ? owner : null;
    }

    private static string Text(ClaimsIdentity claims, string type) => claims.FindFirst(type)?.Value ?? "";

    // One key, one algorithm, no clock skew: the server that checks is the server that signed.
    private TokenValidationParameters Parameters() => new()
    {
        ValidIssuer = Issuer,
        ValidAudience = Issuer,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        ValidTypes = ["JWT"],
        IssuerSigningKey = signingKey.Load(),
        TryAllIssuerSigningKeys = false,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) => time.GetUtcNow().UtcDateTime is var now && from <= now && now < until,
    };
}
