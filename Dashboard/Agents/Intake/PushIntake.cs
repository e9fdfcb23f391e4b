using System.Text.Json;
using Dashboard.Agents.Reads;
using Dashboard.Scout;

namespace Dashboard.Agents.Intake;

/// <summary>Takes what agents push, by its kind, from callers who may push it.</summary>
internal sealed class PushIntake(GroupIntake groups, ReadIntake reads, HeartbeatIntake heartbeats, PushAccess access, TimeProvider time)
{
    private const string TestPing = "openalpr_webhook";
    private static readonly string[] DataTypes = ["alpr_group", "alpr_results", "heartbeat", "vehicle"];

    /// <summary>
    /// Returns once a body is stored for good. Throws <see cref="PushException"/> where it can never be or this caller may not push it, and
    /// <see cref="BacklogFullException"/>.
    /// </summary>
    public async Task TakeAsync(JsonElement body, PushCaller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (TypeOf(body))
        {
            case "alpr_group":
                var group = PushedGroup.From(ScoutJson.Read<ScoutGroup>(body), now) with { Caller = caller };
                await access.CheckAsync(caller, group.Agent.Uid, group.CameraNumber, cancellationToken);
                await groups.StoreAsync(group, cancellationToken);
                break;
            case "alpr_results":
                if (PushedFrame.From(ScoutJson.Read<ScoutResults>(body), now) is { } frame)
                {
                    await access.CheckAsync(caller, frame.Agent.Uid, frame.CameraNumber, cancellationToken);
                    await reads.StoreAsync(frame, cancellationToken);
                }

                break;
            case "heartbeat":
                await heartbeats.StoreAsync(body, caller, cancellationToken);
                break;
            case "vehicle" or TestPing: // No plate, so no flow.
                groups.CountOther();
                break;
            default:
                throw PushException.BadRequest("data_type: must be alpr_group, alpr_results, vehicle or heartbeat.");
        }
    }

    private static string? TypeOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("data_type", out var type))
        {
            return body.ValueKind == JsonValueKind.Object && body.TryGetProperty(TestPing, out _) ? TestPing : null;
        }

        try
        {
            return type.ValueKind == JsonValueKind.String ? DataTypes.FirstOrDefault(known => type.ValueEquals(known)) : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Half of a surrogate pair.
        }
    }
}
