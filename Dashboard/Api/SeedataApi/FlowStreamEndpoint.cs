using System.Globalization;
using Dashboard.Flows;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Api.SeedataApi;

/// <summary><c>GET /flows/stream</c>: flows as they are stored, for programs that would otherwise poll.</summary>
internal static class FlowStreamEndpoint
{
    /// <summary>How many callers may listen at once.</summary>
    public const int MaximumStreams = 100;

    private const string Header = "Last-Event-ID";
    private const string Parameter = "last_event_id";
    private const int RetryAfterSeconds = 30;

    public static async Task<IResult> AnswerAsync(HttpContext context, FlowSearch search, FlowStream stream, FlowStreamSlots slots)
    {
        var last = ReadPosition(context.Request);
        if (!slots.TryTake())
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
            return ErrorBody.Result(
                StatusCodes.Status503ServiceUnavailable,
                $"{MaximumStreams} callers are listening already, which is the most; try again in {RetryAfterSeconds} seconds (Retry-After).");
        }

        try
        {
            await stream.WriteAsync(context, last ?? await search.HighestNumberAsync(context.RequestAborted));
            return Results.Empty;
        }
        finally
        {
            slots.Free();
        }
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
            : throw new SeedataApiException(
                StatusCodes.Status400BadRequest, $"{name} must be the id of the last flow received: an integer from 0 to {long.MaxValue}.");
}

/// <summary>Counts the streams that are open.</summary>
internal sealed class FlowStreamSlots
{
    private int _taken;

    /// <summary>How many are open.</summary>
    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place; false: there is none left.</summary>
    public bool TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= FlowStreamEndpoint.MaximumStreams)
        {
            return true;
        }

        Free();
        return false;
    }

    /// <summary>Gives a place back.</summary>
    public void Free() => Interlocked.Decrement(ref _taken);
}
