using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.RateLimiting;

namespace Dashboard.Api.Keys;

/// <summary>
/// Lets each key make so many requests a second. What is beyond waits its turn, in order, up to five seconds; only a caller that keeps more waiting
/// is refused and told when to come back. Agents that push are not limited.
/// </summary>
internal static class KeyLimits
{
    /// <summary>Name of the policy, for the routes that it limits.</summary>
    public const string Policy = "Key";

    private const string RetryAfterSeconds = "1";
    private const int MaxSecondsWaiting = 5;
    private const int PeriodsPerSecond = 10;

    /// <param name="services">The server's services.</param>
    /// <param name="requestsPerSecond">How many a key may make for long, at least 1; twice as many at once.</param>
    public static void AddKeyLimits(this IServiceCollection services, Func<IServiceProvider, int> requestsPerSecond)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IServiceProvider>((limiter, provider) =>
        {
            var rate = requestsPerSecond(provider);
            var perPeriod = Math.Max(1, rate / PeriodsPerSecond);
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(PartitionOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * rate,
                TokensPerPeriod = perPeriod,
                ReplenishmentPeriod = TimeSpan.FromSeconds((double)perPeriod / rate),
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                QueueLimit = MaxSecondsWaiting * rate,
            }));
        });
    }

    // The key itself is not kept: its hash is. Only a key that works counts for itself, or a session would be free of limits with keys that do not.
    private static string PartitionOf(HttpContext context) =>
        context.User.Identities.Any(identity => identity.AuthenticationType == Policies.KeyScheme)
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(QueryApiKey.Read(context).ToString().Trim())))
            : $"user {context.User.UserId()?.ToString(CultureInfo.InvariantCulture)}";
}
