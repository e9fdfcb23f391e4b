using System.Globalization;
using Dashboard.Security.Accounts;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Dashboard.Security.Tokens;

/// <summary>Makes the tokens of <c>/authenticate</c>: JWT, RS256. <see cref="TokenValidation"/> checks them.</summary>
internal sealed class TokenIssuer(SigningKey signingKey, IOptionsMonitor<SecurityOptions> options, TimeProvider time)
{
    internal const string Issuer = "dashboard";
    internal const string StampClaim = "stamp";
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

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
            Expires = now.AddHours(options.CurrentValue.TokenHours).UtcDateTime,
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
}
