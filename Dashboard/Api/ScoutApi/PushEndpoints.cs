using System.ComponentModel;
using System.Text.Json;
using Dashboard.Agents;
using Dashboard.Agents.Intake;
using Dashboard.Agents.Pictures;
using Dashboard.Agents.Reads;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.ScoutApi;

[Description("What an agent pushes: one object, told apart by `data_type`. "
    + "The fields of each are those that the vendor documents; unknown ones are ignored.")]
internal sealed record Pushed
{
    [Description("`alpr_group`, `alpr_results`, `vehicle` (taken, and no row) or `heartbeat`.")]
    public required string DataType { get; init; }

    [Description("1 to 40 letters and digits. The open-source agent has none, but a `site_id`.")]
    public string? AgentUid { get; init; }

    [Description("The open-source agent's name, of any kind.")]
    public string? SiteId { get; init; }

    [Description("The agent's number of the camera; of groups.")]
    public long? CameraId { get; init; }

    [Description("When the vehicle was first seen, ms since 1970; of groups. One before 2000 or over five minutes ahead is replaced by the time of arrival.")]
    public long? EpochStart { get; init; }

    [Description("When it was last seen.")]
    public long? EpochEnd { get; init; }

    [Description("The plate.")]
    public string? BestPlateNumber { get; init; }

    [Description("0 to 100.")]
    public double? BestConfidence { get; init; }

    [Description("The vehicle is still seen; what follows under the same start and index takes its place.")]
    public bool? IsPreview { get; init; }
}

[Description("It is stored for good.")]
internal sealed record Stored(bool Success);

/// <summary><c>POST /push/</c>: what agents send. Any 2xx means that it is stored for good; 4xx only for what can never be stored.</summary>
internal static class PushEndpoints
{
    private const int MaxCheckIn = 64 * 1024;
    private const int RetryAfterSeconds = 5;
    private const string Busy = "Too much is being pushed at this moment; send it again (Retry-After).";
    private const string NotStored = "Nothing can be stored at this moment; send it again (Retry-After).";
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(10);

    public static void MapPush(this ScoutRoutes routes)
    {
        routes.PostFromAgent(ApiPaths.Push, TakeAsync)
            .WithMetadata(new RequestSizeLimitAttribute(PushedBody.MaxLength))
            .WithDocs("push", ScoutDocs.Agents, "Push", """
                What an agent tells: a group, the plates of a frame, or how it is; as it is or packed with gzip. Any 2xx means that it is stored for
                good; the same sent twice is stored once. Frames of an agent that has a `site_id` and no `agent_uid` are grouped here; those of others
                make no rows, for their groups follow; people who watch live see their plates. Only 400, 413 and 415 are for ever: whatever else comes,
                send it again. Needs a key of an operator who sees the site of the agent and its camera; what is heard of for the first time is of that
                operator's first site. Agents of this program are bound to the key that they first called with.
                """)
            .WithBody<Pushed>(
                isRequired: true,
                ("A group", """{"data_type": "alpr_group", "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "camera_id": 1, "epoch_start": 1739055165100, "epoch_end": 1739055167900, "best_plate_number": "AAA1A11", "best_confidence": 93.4}"""),
                ("A heartbeat", """{"data_type": "heartbeat", "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2"}"""))
            .Answers<Stored>(200, "It is stored.", """{"success": true}""")
            .Fails(400, "It can never be stored.", "epoch_start: must be ms since 1970.")
            .Fails(
                403,
                "The key's owner has too little a role or does not see the site, or the agent is known by another key.",
                KeyErrorFormat.Forbidden)
            .Fails(413, PushedBody.TooLarge, PushedBody.TooLarge)
            .Fails(415, "It is packed otherwise than with gzip.", "Content-Encoding: a body comes as it is or packed with gzip.")
            .Fails(503, "Too much is being sent at this moment, or nothing can be stored.", Busy, HeaderDocs.RetryAfter);

        // Between machines of this program: no promise to others.
        routes.PostFromAgent(ApiPaths.Push + "/hello", CheckInAsync).WithMetadata(new RequestSizeLimitAttribute(MaxCheckIn)).ExcludeFromDescription();
    }

    private static async Task<ApiJson<Stored>> TakeAsync(
        HttpContext context, GroupIntake groups, PushIntake intake, SiteScopeProvider scopes, ScoutApiJson json, CancellationToken cancellationToken)
    {
        using var body = await ReadAsync(context, groups);
        using var place = await groups.TryEnterAsync(MaxWait, cancellationToken) ?? throw ApiException.Later(Busy, RetryAfterSeconds);
        try
        {
            await intake.TakeAsync(body.RootElement, await CallerAsync(context, scopes), cancellationToken);
            return json.Ok(new Stored(true));
        }
        catch (PushException exception)
        {
            if (exception.IsPermanent)
            {
                groups.Refuse(exception.Message);
            }

            throw new ApiException(exception.Status, exception.Message);
        }
        catch (BacklogFullException)
        {
            throw ApiException.Later(Busy, RetryAfterSeconds);
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            groups.NoteUnavailable(exception);
            throw ApiException.Later(NotStored, RetryAfterSeconds);
        }
        catch (JsonException)
        {
            groups.Refuse("a body that is not what its data_type says");
            throw ApiException.BadRequest("The body is not what its data_type says.");
        }
    }

    // An agent of this program calls; the answer tells it its cameras.
    private static async Task<ApiJson<AgentAnswer>> CheckInAsync(
        HttpContext context, GroupIntake groups, AgentCheckInHandler agents, SiteScopeProvider scopes, CancellationToken cancellationToken)
    {
        using var body = await ReadAsync(context, groups);
        try
        {
            // Our agents carry the key in a header; what was checked there is what the agent is bound to.
            var key = context.Request.Headers[QueryApiKey.Header].ToString().Trim();
            var answer = key.Length > 0
                ? await agents.TakeAsync(
                    body.RootElement, await CallerAsync(context, scopes), context.Connection.RemoteIpAddress, cancellationToken)
                : throw ApiException.BadRequest($"{QueryApiKey.Header}: an agent carries its key in this header.");
            context.Response.Headers.CacheControl = "no-store";
            return new ApiJson<AgentAnswer>(answer, AgentCheckIn.Json, RouteDocs.Json);
        }
        catch (PushException exception)
        {
            throw new ApiException(exception.Status, exception.Message);
        }
    }

    private static async Task<PushCaller> CallerAsync(HttpContext context, SiteScopeProvider scopes) =>
        new(await scopes.GetAsync(context.User, context.RequestAborted), PictureSignature.SecretOf(QueryApiKey.Read(context).ToString().Trim()));

    private static async Task<JsonDocument> ReadAsync(HttpContext context, GroupIntake groups)
    {
        try
        {
            return await PushedBody.ReadAsync(context.Request, context.RequestAborted);
        }
        catch (ApiException exception) when (exception.Status < StatusCodes.Status500InternalServerError)
        {
            groups.Refuse(exception.Message);
            throw;
        }
    }
}
