using System.Globalization;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Flows;
using Dashboard.Flows.Seedata;
using Dashboard.Hosting.Network;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Microsoft.Extensions.Primitives;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

/// <summary><c>GET /flows/stream</c>: flows as they are stored, for programs that would otherwise poll.</summary>
internal static class FlowStreamEndpoint
{
    /// <summary>How many callers may listen at once.</summary>
    public const int MaxStreams = 100;

    /// <summary>Those of one account.</summary>
    public const int MaxOfAccount = 25;

    private const string Header = "Last-Event-ID";
    private const string Parameter = "last_event_id";
    private const int RetryAfterSeconds = 30;

    private static readonly string OwnBusy = string.Create(
        CultureInfo.InvariantCulture,
        $"{MaxOfAccount} callers of this account are listening already, which is the most; try again in {RetryAfterSeconds} seconds (Retry-After).");

    private static readonly string Busy = string.Create(
        CultureInfo.InvariantCulture,
        $"{MaxStreams} callers are listening already, which is the most; try again in {RetryAfterSeconds} seconds (Retry-After).");

    public static void MapFlowStream(this SeedataRoutes routes) =>
        routes.GetStream(ApiPaths.Flows + "/stream", FollowAsync)
            .WithMetadata(new AuditedAs(AuditAction.SawFlow))
            .WithDocs("streamFlows", SeedataDocs.Flows, "Listen for flows", """
                Flows as they are stored, as server-sent events, for programs that would otherwise poll. Each event has the flow's number as its `id`, the
                name `flow` and the row as in the list as its `data`. A comment every 15 seconds is a sign of life.

                A program that was disconnected sends the last `id` it received and gets every flow since, in the order of storing, none twice; the first
                block of each answer tells it where it stands. The stream ends when the token expires, when the account or key stops working, and when
                the server stops. This page shows nothing of it: use `curl -N`.
                """)
            .WithParameters(
                new ParameterDocs(
                    Header, "Number of the last flow that was received; 0 for all flows there are. Without it, flows stored from now on.")
                {
                    In = ParameterLocation.Header,
                    Bits = 64,
                    Min = 0,
                },
                new ParameterDocs(Parameter, "The same, for clients that cannot set headers. The header wins.") { Bits = 64, Min = 0 })
            .WithAnswer<string>(
                new AnswerDocs(
                    200,
                    "The stream. It stays open.",
                    $"retry: 3000\nid: 464\n\nid: 465\nevent: flow\ndata: {SeedataJson.ToNode(SeedataFlow.Example).ToJsonString()}\n\n: heartbeat\n\n",
                    new HeaderDocs("Cache-Control", "`no-store`"),
                    new HeaderDocs("X-Accel-Buffering", "`no`")),
                "text/event-stream")
            .Fails(
                400,
                "`Last-Event-ID` or `last_event_id` is no integer from 0 up.",
                Wrong(Header))
            .Fails(
                503,
                $"{MaxStreams} programs are listening already, or {MaxOfAccount} of this account. {ApiErrorFormat.WhenUnavailable}",
                Busy,
                HeaderDocs.RetryAfter);

    private static async Task<IResult> FollowAsync(HttpContext context, FlowSearch search, FlowStream stream, FlowStreamSlots slots)
    {
        var last = ReadPosition(context.Request);
        using var place = slots.TryTake($"{context.User.UserId()}")
            ?? throw ApiException.Later(slots.Taken >= MaxStreams ? Busy : OwnBusy, RetryAfterSeconds);
        await stream.WriteAsync(context, last ?? await search.HighestNumberAsync(context.RequestAborted));
        return Results.Empty;
    }

    /// <summary>
    /// The number behind which the caller wants to go on; null: from now on. The header wins: a browser that reconnects sends it with the
    /// address it was first given, whose parameter is old by then.
    /// </summary>
    private static long? ReadPosition(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var header))
        {
            return Parse(Header, header);
        }

        return request.Query.TryGetValue(Parameter, out var parameter) ? Parse(Parameter, parameter) : null;
    }

    private static long Parse(string name, StringValues values) =>
        values is [{ } text] && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw ApiException.BadRequest(Wrong(name));

    private static string Wrong(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"{name} must be the id of the last flow received: an integer from 0 to {long.MaxValue}.");
}

/// <summary>Places for programs that listen.</summary>
internal sealed class FlowStreamSlots() : CallerPlaces(FlowStreamEndpoint.MaxStreams, FlowStreamEndpoint.MaxOfAccount);
