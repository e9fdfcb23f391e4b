using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;
using Microsoft.AspNetCore.RateLimiting;

namespace Dashboard.Api.ScoutApi;

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

    public static void AddKeyLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<ScoutOptions>((limiter, options) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(Policy, context => RateLimitPartition.GetTokenBucketLimiter(PartitionOf(context), _ => new TokenBucketRateLimiterOptions
            {
                TokenLimit = 2 * options.RequestsPerSecond,
                TokensPerPeriod = TokensPerPeriod(options),
                ReplenishmentPeriod = TimeSpan.FromSeconds((double)TokensPerPeriod(options) / options.RequestsPerSecond),
                QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
                QueueLimit = MaxSecondsWaiting * options.RequestsPerSecond,
            }));
        });
    }

    private static int TokensPerPeriod(ScoutOptions options) => Math.Max(1, options.RequestsPerSecond / PeriodsPerSecond);

    // The key itself is not kept: its hash is. Only a key that works counts for itself, or a session would be free of limits with keys that do not.
    private static string PartitionOf(HttpContext context) =>
        context.User.Identities.Any(identity => identity.AuthenticationType == Policies.KeyScheme)
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(QueryApiKey.Read(context).ToString().Trim())))
            : $"user {context.User.UserId()?.ToString(CultureInfo.InvariantCulture)}";
}
