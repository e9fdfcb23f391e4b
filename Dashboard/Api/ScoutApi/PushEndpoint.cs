using System.Text.Json;
using Dashboard.Agents;
using Dashboard.Agents.Intake;
using Dashboard.Agents.Pictures;
using Dashboard.Scout;
using Dashboard.Security.Tokens;

namespace Dashboard.Api.ScoutApi;

/// <summary><c>POST /push/</c>: what agents send. Any 2xx means that it is stored for good; 4xx only for what can never be stored.</summary>
internal sealed class PushEndpoint(GroupIntake groups, HeartbeatIntake heartbeats, AgentCheckInHandler hellos)
{
    /// <summary>The largest body, in bytes: a group with its picture.</summary>
    public const int MaximumLength = 20 * 1024 * 1024;

    /// <summary>The largest body of a call, in bytes.</summary>
    public const int MaximumHello = 64 * 1024;

    private const int RetryAfterSeconds = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Takes one object.</summary>
    public async Task<IResult> TakeAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        using var place = await groups.TryEnterAsync(Patience, cancel);
        if (place is null)
        {
            throw new ScoutApiException(StatusCodes.Status503ServiceUnavailable, "Too much is being pushed at this moment; send it again (Retry-After).") { RetryAfter = RetryAfterSeconds };
        }

        using var body = await ReadAsync(context);
        try
        {
            await StoreAsync(body.RootElement, cancel);
            return Results.Json(new Dictionary<string, bool> { ["success"] = true });
        }
        catch (PushRefusedException refused)
        {
            groups.Refuse(refused.Message);
            throw ScoutApiException.Bad(refused.Message);
        }
        catch (JsonException)
        {
            groups.Refuse("a body with a name that is no text");
            throw ScoutApiException.Bad("The body holds a name that is no text: half of a surrogate pair.");
        }
    }

    /// <summary><c>POST /push/hello</c>: an agent of this program calls; the answer tells it its cameras.</summary>
    public async Task<IResult> HelloAsync(HttpContext context)
    {
        using var body = await ReadAsync(context);
        try
        {
            // Our agents carry the key in a header; what was checked there is what the agent is bound to.
            var key = context.Request.Headers[QueryApiKey.Header].ToString().Trim();
            var answer = key.Length > 0
                ? await hellos.TakeAsync(body.RootElement, PictureSignature.SecretOf(key), context.Connection.RemoteIpAddress, context.RequestAborted)
                : throw ScoutApiException.Bad($"{QueryApiKey.Header}: an agent carries its key in this header.");
            context.Response.Headers.CacheControl = "no-store";
            return Results.Json(answer, AgentCheckIn.Json);
        }
        catch (PushRefusedException refused)
        {
            throw ScoutApiException.Bad(refused.Message);
        }
        catch (AgentTurnedAwayException away)
        {
            throw new ScoutApiException(StatusCodes.Status409Conflict, away.Message);
        }
    }

    private async Task StoreAsync(JsonElement body, CancellationToken cancel)
    {
        if (IsOfType("alpr_group"))
        {
            await groups.StoreAsync(PushedGroup.From(ScoutJson.Read<ScoutGroup>(body)), cancel);
        }
        else if (IsOfType("heartbeat"))
        {
            await heartbeats.StoreAsync(body, cancel);
        }
        else if (!IsOfType("alpr_results")) // Reads of single frames make no rows.
        {
            throw new PushRefusedException("data_type: must be alpr_group, alpr_results or heartbeat.");
        }

        bool IsOfType(string name) =>
            body.ValueKind == JsonValueKind.Object && body.TryGetProperty("data_type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals(name);
    }

    private async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        if (context.Request.ContentLength > MaximumLength)
        {
            groups.Refuse("a body over 20 MB");
            throw new ScoutApiException(StatusCodes.Status413PayloadTooLarge, "The body is over 20 MB.");
        }

        try
        {
            return await JsonDocument.ParseAsync(context.Request.Body, default, context.RequestAborted);
        }
        catch (JsonException)
        {
            groups.Refuse("a body that is no JSON");
            throw ScoutApiException.Bad("The body must be one JSON object in UTF-8.");
        }
    }
}
