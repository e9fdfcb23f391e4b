using System.Text.Json;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>Notes what agents tell of themselves every minute.</summary>
internal sealed class HeartbeatIntake(IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, TimeProvider time)
{
    private const int MaximumLength = 100_000;

    /// <summary>Stores a heartbeat: only the newest of each agent is kept. Throws <see cref="PushRefusedException"/>.</summary>
    public async Task StoreAsync(JsonElement body, CancellationToken cancel)
    {
        var pushing = PushedGroup.ReadAgent(body);
        var text = body.GetRawText();
        await using var db = await database.CreateDbContextAsync(cancel);
        if (await db.Agents.SingleOrDefaultAsync(agent => agent.Uid == pushing.Uid, cancel) is not { } agent)
        {
            agent = new AgentRow { Uid = pushing.Uid };
            db.Agents.Add(agent);
        }

        PushedPlaces.Fill(agent, pushing, time);
        agent.QueueSize = Number(body, "beanstalk_queue_size") ?? 0;
        agent.ClockSkewMs = Number(body, "timestamp") is { } told and > 0 ? told - agent.LastSeenMs!.Value : 0;
        agent.Heartbeat = text.Length <= MaximumLength ? text : null;
        await db.SaveChangesAsync(cancel);
        agents.Forget();
    }

    private static long? Number(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;
}
