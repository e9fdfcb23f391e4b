using Dashboard.Agents.Intake;
using Dashboard.Agents.Reads;
using Dashboard.Cameras;
using Dashboard.Domain;
using Dashboard.Domain.Users;
using Dashboard.Scout;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents;

/// <param name="Uid">40 characters.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Hostname">The machine's own name.</param>
/// <param name="Version">Version of its program; empty: not told.</param>
/// <param name="SiteId">The site that its new cameras come to belong to.</param>
/// <param name="LastSeen">When it was last heard of; null: never.</param>
/// <param name="Ahead">How far its clock was ahead of the server's then.</param>
/// <param name="QueueSize">Groups that waited on it then.</param>
/// <param name="ImageAddress">Where its pictures are fetched from; null: it pushes them, or has none.</param>
public sealed record AgentSummary(
    int Id,
    string Uid,
    string Name,
    string Hostname,
    string Version,
    int SiteId,
    DateTimeOffset? LastSeen,
    TimeSpan Ahead,
    long QueueSize,
    string? ImageAddress)
{
    /// <summary>An agent tells every minute that it is there; one that was not heard of for longer than this is not.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(3);

    /// <summary>A clock that is further off than this needs a person: pictures and flows bear its time.</summary>
    public static readonly TimeSpan LargeSkew = TimeSpan.FromSeconds(5);

    /// <summary>It runs this program, so that cameras can be given to it.</summary>
    public required bool TakesCameras { get; init; }

    /// <summary>When it last called with a key that is not its own; null: it did not.</summary>
    public DateTimeOffset? KeyMismatch { get; init; }

    /// <summary>Flows of it that this server has refused for good since the agent was started, and why the last of them.</summary>
    public (long Count, string Reason) Refused { get; init; }

    public required int Cameras { get; init; }

    /// <summary>It was heard of lately.</summary>
    public bool IsOnline(DateTimeOffset now) => LastSeen is { } seen && now - seen <= Silence;

    /// <summary>Its clock is off by more than a little.</summary>
    public bool IsSkewed => Ahead.Duration() > LargeSkew;

    /// <summary>Its clock cannot be right: its flows bear the time of their arrival.</summary>
    public bool IsClockWrong => LastSeen is { } seen && IsWrong(Ahead, seen);

    internal static bool IsWrong(TimeSpan ahead, DateTimeOffset seen) => !LenientTime.IsPossible(seen + ahead, seen);
}

/// <summary>The agents, as people manage them.</summary>
internal sealed class AgentStore(
    IDbContextFactory<DashboardDbContext> database,
    AgentDirectory agents,
    CameraStore cameras,
    AgentCheckInHandler checkIns,
    GroupIntake groups,
    ReadBacklog reads)
{
    private const int MaxNameLength = 64;

    /// <summary>What was pushed since this process started.</summary>
    public IntakeNumbers Pushed => groups.Numbers;

    /// <summary>Pushed reads that this process has to make flows of.</summary>
    public ReadNumbers Reads => reads.Numbers;

    /// <summary>All agents but the server itself, by name.</summary>
    public async Task<IReadOnlyList<AgentSummary>> ListAsync(CancellationToken cancellationToken = default)
    {
        var map = await agents.GetAsync(cancellationToken);
        var byAgent = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken)).ToLookup(camera => camera.AgentId);
        return [.. map.Agents.Values.Where(agent => !agent.IsServer && agent.Id != map.Own.Id)
            .OrderBy(agent => agent.Name, StringComparer.OrdinalIgnoreCase)
            .Select(agent => new AgentSummary(
            agent.Id,
            agent.Uid,
            agent.Name,
            agent.Hostname,
            agent.Version,
            agent.SiteId,
            agent.LastSeenAt,
            agent.ClockSkew,
            agent.QueueSize, agent.ImageAddress)
        {
            TakesCameras = agent.KeyHash is not null,
            KeyMismatch = checkIns.KeyMismatch(agent.Uid),
            Refused = checkIns.Refused(agent.Uid),
            Cameras = byAgent[agent.Id].Count(),
        })];
    }

    public Task<ChangeResult> RenameAsync(int id, string name, CancellationToken cancellationToken = default) =>
        name.Trim().Length is 0 or > MaxNameLength
        ? Task.FromResult<ChangeResult>(new FieldErrors(nameof(AgentSummary.Name), $"An agent's name must be 1 to {MaxNameLength} characters."))
        : ChangeAsync(id, agent => agent.Name = name.Trim(), cancellationToken);

    /// <summary>Puts an agent to another site: cameras that it brings from now on belong there.</summary>
    public Task<ChangeResult> MoveAsync(int id, int site, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, agent => agent.SiteId = site, cancellationToken);

    /// <summary>The next key that the agent calls with is its key.</summary>
    public Task<ChangeResult> AcceptKeyAsync(int id, CancellationToken cancellationToken = default) =>
        ChangeAsync(id, agent => agent.KeyHash = null, cancellationToken);

    /// <summary>Forgets an agent that has no cameras any more; one that calls again is there again.</summary>
    public async Task<ChangeResult> ForgetAsync(int id, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Cameras.AnyAsync(camera => camera.AgentId == id, cancellationToken))
        {
            return new FieldErrors("Cameras belong to this agent, or did before they were deleted; their flows still name it.");
        }

        var name = await db.Agents.Where(agent => agent.Id == id).Select(agent => agent.Name).SingleOrDefaultAsync(cancellationToken);
        await db.Agents.Where(agent => agent.Id == id && !agent.IsServer).ExecuteDeleteAsync(cancellationToken);
        db.Audit(AuditAction.Removed, $"agent {name}");
        agents.Forget();
        return ChangeResult.Done;
    }

    private async Task<ChangeResult> ChangeAsync(int id, Action<AgentRow> change, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        if (await db.Agents.SingleOrDefaultAsync(agent => agent.Id == id && !agent.IsServer, cancellationToken) is not { } row)
        {
            return new FieldErrors("The agent no longer exists.");
        }

        change(row);
        await db.SaveChangesAsync(cancellationToken);
        agents.Forget();
        return ChangeResult.Done;
    }
}
