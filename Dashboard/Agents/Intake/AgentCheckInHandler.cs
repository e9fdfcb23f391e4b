using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>
/// Answers agents that call, and tells each the cameras that were given to it. Those come with their passwords, so an agent is known by the key that
/// it first called with: another key is rejected until an administrator accepts it.
/// </summary>
internal sealed class AgentCheckInHandler(
    IDbContextFactory<DashboardDbContext> database, CameraStore cameras, AgentDirectory agents, AgentIdentity identity, TimeProvider time)
{
    private const int MaxReasonLength = 300;
    private const int MaxRemembered = 1000;

    // What changes with every call is not worth a write each time.
    private static readonly TimeSpan SeenStep = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SkewStep = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _keyMismatches = new();
    private readonly ConcurrentDictionary<string, (long Count, string Reason)> _refused = new();

    /// <summary>When an agent last called with a key that is not its own; null: not since the server started.</summary>
    public DateTimeOffset? KeyMismatch(string uid) => _keyMismatches.TryGetValue(uid, out var at) ? at : null;

    /// <summary>What an agent has said of flows that are refused for good, at its last call of this server.</summary>
    public (long Count, string Reason) Refused(string uid) => _refused.GetValueOrDefault(uid, (0, ""));

    /// <summary>
    /// Answers a call. Throws <see cref="PushException"/>.
    /// </summary>
    /// <param name="body">An <see cref="AgentCheckIn"/>.</param>
    /// <param name="caller">Whose key it came with: the cameras that they do not see are not told.</param>
    /// <param name="from">Where it came from.</param>
    public async Task<AgentAnswer> TakeAsync(
        JsonElement body, PushCaller caller, IPAddress? from, CancellationToken cancellationToken = default)
    {
        var checkIn = Read(body);
        var pushing = PushingAgent.From(checkIn.AgentUid, checkIn.AgentVersion, checkIn.AgentLabel.Trim(), checkIn.AgentHostname);
        var now = time.GetUtcNow();
        if (pushing.Uid == identity.Uid)
        {
            throw PushException.Conflict(
                "This is the server's own uid: its data directory was copied. Delete agent.uid in the agent's data directory.");
        }

        await agents.EnterAsync(pushing.Uid, caller.HomeSite, cancellationToken);
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var agent = await db.Agents.SingleAsync(known => known.Uid == pushing.Uid, cancellationToken);
        if (agent.KeyHash is { } bound && !CryptographicOperations.FixedTimeEquals(bound, caller.Secret))
        {
            if (_keyMismatches.Count < MaxRemembered)
            {
                _keyMismatches[agent.Uid] = now;
            }

            throw PushException.Conflict("This agent is known by another key; an administrator accepts this one on the dashboard's page Agents.");
        }

        caller.Check(agent, camerasSite: null);
        _keyMismatches.TryRemove(agent.Uid, out _);
        NoteRefused(agent.Uid, checkIn);
        var address = checkIn.ImagePort is { } port and > 0 and <= 65535 && from is not null ? $"http://{Host(from)}:{port}" : null;
        var skew = PushedSourceResolver.ClockSkew(checkIn.Time, now);
        if (agent.KeyHash is null || agent.ImageAddress != address || agent.Version != pushing.Version || agent.Hostname != pushing.Hostname
            || now - agent.LastSeenAt >= SeenStep || (agent.ClockSkew - skew).Duration() >= SkewStep)
        {
            PushedSourceResolver.Fill(agent, pushing, time);
            (agent.KeyHash, agent.ImageAddress, agent.ClockSkew) = (caller.Secret, address, skew);
            await db.SaveChangesAsync(cancellationToken);
            agents.Forget();
        }

        return new AgentAnswer
        {
            ServerVersion = ProgramVersion.Text,
            Time = now.ToUnixTimeMilliseconds(),
            Cameras = [.. (await cameras.ListAsync(caller.Scope, cancellationToken)).Where(camera => camera.AgentId == agent.Id
                && camera.Source.Length > 0).Select(AssignedCamera.From)],
        };
    }

    private void NoteRefused(string uid, AgentCheckIn checkIn)
    {
        if (checkIn.RefusedFlows > 0 && (_refused.Count < MaxRemembered || _refused.ContainsKey(uid)))
        {
            _refused[uid] = (checkIn.RefusedFlows, (checkIn.RefusedReason ?? "").Truncate(MaxReasonLength, "…"));
        }
        else if (checkIn.RefusedFlows <= 0)
        {
            _refused.TryRemove(uid, out _);
        }
    }

    private static AgentCheckIn Read(JsonElement body)
    {
        try
        {
            return body.Deserialize<AgentCheckIn>(AgentCheckIn.Json) ?? new AgentCheckIn();
        }
        catch (JsonException exception)
        {
            throw PushException.BadRequest($"{exception.Path?.TrimStart('$', '.')}: is not what an agent says here.");
        }
    }

    // Pictures are fetched from where the agent called from and nowhere else: what it says of itself cannot send the server to another machine.
    private static string Host(IPAddress from)
    {
        var ip = from.IsIPv4MappedToIPv6 ? from.MapToIPv4() : from;
        return ip.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{ip}]" : ip.ToString();
    }
}
