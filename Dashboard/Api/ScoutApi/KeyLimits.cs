using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;

namespace Dashboard.Api.ScoutApi;

/// <summary>Lets each key make so many requests a second and no more; what is beyond is told when to come back. Agents that push are not limited.</summary>
internal sealed class KeyLimits(ScoutOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(PartitionOf(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 2 * options.RequestsPerSecond,
            TokensPerPeriod = options.RequestsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    /// <summary>Throws 429 where the key has asked too much; the answer then says when to ask again.</summary>
    public void Check(HttpContext context)
    {
        using var lease = _limiter.AttemptAcquire(context);
        if (lease.IsAcquired)
        {
            return;
        }

        throw new TooManyRequestsException { RetryAfter = 1 };
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    // The key itself is not kept: its hash is. Only a key that works counts for itself, or a session would be free of limits with keys that do not.
    private static string PartitionOf(HttpContext context) =>
        context.User.Identities.Any(identity => identity.AuthenticationType == Policies.KeyScheme)
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(QueryApiKey.Given(context).ToString().Trim())))
            : $"user {context.User.UserId()?.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>A key has asked too much.</summary>
internal sealed class TooManyRequestsException() : ScoutApiException(
    StatusCodes.Status429TooManyRequests, "Too many requests with this key; wait a second (Retry-After).");
