using System.Globalization;
using System.Text;
using System.Text.Json;
using Dashboard.Configuration;
using Dashboard.Flows.Seedata;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;
using Microsoft.Extensions.Options;

namespace Dashboard.Api.SeedataApi;

/// <summary>
/// Writes flows to one caller as server-sent events for as long as the caller may read them. All that is kept of a caller is a position:
/// flows are read from the database behind it, a batch at a time, and only when the batch before was taken.
/// </summary>
internal sealed partial class FlowStream(
    FlowSearch search,
    FlowFeed feed,
    SiteScopeProvider siteScopes,
    IOptionsMonitor<ServerOptions> server,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<FlowStream> log)
{
    /// <summary>How often the database is asked without a wake-up: another process may have stored flows.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    /// <summary>How often a sign of life is sent and the caller's token or key is checked.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>How long a caller may take nothing before it is cut off: it would keep a place from others, and its token or key unchecked.</summary>
    public static readonly TimeSpan MaxStall = TimeSpan.FromMinutes(1);

    private const int BatchSize = 100;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Sends what lies behind a position and then what arrives; returns when the server stops or the token or key works no longer. Throws
    /// <see cref="OperationCanceledException"/> when the caller hangs up.
    /// </summary>
    public async Task WriteAsync(HttpContext context, long position)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await BeginAsync(context, position, stop.Token);
            await FollowAsync(context, position, stop.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The server stops: the answer is complete as it is, and its caller comes back for the rest. One that takes nothing is cut off.
            using var late = time.CreateTimer(_ => context.Abort(), null, MaxTime, Timeout.InfiniteTimeSpan);
            await context.Response.CompleteAsync();
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The answer has begun, so no status can tell. The caller comes back with the last number it has, and misses nothing.
            LogFailure(exception);
        }
    }

    // A caller is told its position at once, so that one whose connection breaks before the first flow comes back to the same place.
    private async Task BeginAsync(HttpContext context, long position, CancellationToken cancellationToken)
    {
        var headers = context.Response.Headers;
        headers.ContentType = "text/event-stream";
        headers.CacheControl = "no-store";
        headers["X-Accel-Buffering"] = "no"; // Or nginx would keep events until it has some kilobytes.
        await WriteAsync(
            context, string.Create(CultureInfo.InvariantCulture, $"retry: {Retry.TotalMilliseconds}\nid: {position}\n\n"), cancellationToken);
    }

    private async Task FollowAsync(HttpContext context, long position, CancellationToken cancellationToken)
    {
        var signal = new WakeSignal();
        var stored = signal.Listen();
        using var subscription = feed.SubscribeToAll(_ => signal.Wake());
        var checkedAt = time.GetTimestamp();
        while (true)
        {
            var rows = await search.AfterAsync(
                position, BatchSize, null, await siteScopes.GetAsync(context.User, cancellationToken), cancellationToken);
            if (rows.Count > 0)
            {
                WriteRows(context, rows);
                await FlushAsync(context, cancellationToken);
                position = rows[^1].Flow.Id;
            }

            if (time.GetElapsedTime(checkedAt) >= HeartbeatInterval)
            {
                checkedAt = time.GetTimestamp();
                if (!await BearerAuthentication.StillWorksAsync(context))
                {
                    await WriteAsync(context, ": the token or key works no longer\n\n", cancellationToken);
                    return;
                }

                await WriteAsync(context, ": heartbeat\n\n", cancellationToken);
            }

            if (rows.Count < BatchSize)
            {
                await stored.WaitAsync(PollInterval, time, cancellationToken);
            }
        }
    }

    private void WriteRows(HttpContext context, IReadOnlyList<FlowWithCamera> rows)
    {
        var body = context.Response.BodyWriter;
        using var json = new Utf8JsonWriter(body, SeedataJson.Writer);
        foreach (var row in rows)
        {
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"id: {row.Flow.Id}\nevent: flow\ndata: "), body);
            json.Reset();
            JsonSerializer.Serialize(json, SeedataFlow.From(row, server.CurrentValue.Zone), SeedataJson.Options);
            Encoding.UTF8.GetBytes("\n\n", body);
        }
    }

    private Task WriteAsync(HttpContext context, string text, CancellationToken cancellationToken)
    {
        Encoding.UTF8.GetBytes(text, context.Response.BodyWriter);
        return FlushAsync(context, cancellationToken);
    }

    private async Task FlushAsync(HttpContext context, CancellationToken cancellationToken)
    {
        await using var stalled = time.CreateTimer(_ => context.Abort(), null, MaxStall, Timeout.InfiniteTimeSpan);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "A stream of flows ended; its caller will resume where it ended")]
    private partial void LogFailure(Exception exception);
}
