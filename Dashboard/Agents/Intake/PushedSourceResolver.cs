using System.Globalization;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>Finds the agents and cameras of pushed groups, and enters those that were never heard of.</summary>
internal sealed class PushedSourceResolver(DashboardDbContext db, TimeProvider time)
{
    public const int MaxAliasLength = 64;

    /// <summary>
    /// The batch's agents and cameras; new ones are in the database when this returns, within the caller's transaction. Throws
    /// <see cref="PushException"/> where one of the groups is of a caller who may not push it.
    /// </summary>
    public async Task<Known> EnterAsync(IReadOnlyList<PushedGroup> batch, CancellationToken cancellationToken)
    {
        var uids = batch.Select(group => group.Agent.Uid).Distinct().ToList();
        var agents = await db.Agents.Where(agent => EF.Parameter(uids).Contains(agent.Uid)).ToDictionaryAsync(agent => agent.Uid, cancellationToken);
        var hasNew = false;
        foreach (var first in batch.DistinctBy(group => group.Agent.Uid))
        {
            if (!agents.TryGetValue(first.Agent.Uid, out var agent))
            {
                agents[first.Agent.Uid] = agent = new AgentRow { Uid = first.Agent.Uid, SiteId = first.Caller?.HomeSite ?? SiteRow.DefaultId };
                db.Agents.Add(agent);
                hasNew = true;
            }

            Fill(agent, first.Agent, time);
            NoteClock(agent, batch.Last(group => group.Agent.Uid == agent.Uid).ClockSkew);
        }

        await db.SaveChangesAsync(cancellationToken);
        var ids = agents.Values.Select(agent => (int?)agent.Id).ToList();
        var cameras = (await db.Cameras.Where(camera => EF.Parameter(ids).Contains(camera.AgentId)).ToListAsync(cancellationToken))
            .GroupBy(camera => (camera.AgentId!.Value, camera.Number ?? camera.Id)).ToDictionary(
                same => same.Key, same => same.OrderBy(camera => camera.DeletedAt is not null).ThenByDescending(camera => camera.Id).First());
        await FindGivenAsync(batch, agents, cameras, cancellationToken);
        foreach (var group in batch)
        {
            group.Caller?.Check(
                agents[group.Agent.Uid], cameras.GetValueOrDefault((agents[group.Agent.Uid].Id, group.CameraNumber))?.SiteId);
        }

        foreach (var group in batch.DistinctBy(group => (group.Agent.Uid, group.CameraNumber)))
        {
            var agent = agents[group.Agent.Uid];
            if (!cameras.ContainsKey((agent.Id, group.CameraNumber)))
            {
                var camera = await EnterCameraAsync(agent, group.CameraNumber, group.CameraName, cancellationToken);
                cameras[(agent.Id, group.CameraNumber)] = camera;
                hasNew = true;
            }

            var (seen, now) = (group.Flow.LastSeenAt, agent.LastSeenAt!.Value);
            cameras[(agent.Id, group.CameraNumber)].NoteFrame(seen < now ? seen : now);
        }

        return new Known(agents, cameras, hasNew);
    }

    // Our own agents name cameras by the numbers that this server gave them, also one that has gone to another agent since, or was deleted.
    private async Task FindGivenAsync(
        IReadOnlyList<PushedGroup> batch,
        Dictionary<string, AgentRow> agents,
        Dictionary<(int Agent, long Number), CameraRow> cameras,
        CancellationToken cancellationToken)
    {
        var missing = batch
            .Where(group => agents[group.Agent.Uid].KeyHash is not null && !cameras.ContainsKey((agents[group.Agent.Uid].Id, group.CameraNumber)))
            .Select(group => (Agent: agents[group.Agent.Uid].Id, group.CameraNumber)).Distinct().ToList();
        var numbers = missing.Where(one => one.CameraNumber <= int.MaxValue).Select(one => (int)one.CameraNumber).Distinct().ToList();
        if (numbers.Count == 0)
        {
            return;
        }

        var given = await db.Cameras.Where(camera => camera.Number == null && EF.Parameter(numbers).Contains(camera.Id))
            .ToDictionaryAsync(camera => (long)camera.Id, cancellationToken);
        foreach (var one in missing.Where(one => given.ContainsKey(one.CameraNumber)))
        {
            cameras[one] = given[one.CameraNumber];
        }
    }

    /// <summary>Takes over what an agent says of itself.</summary>
    internal static void Fill(AgentRow agent, PushingAgent pushing, TimeProvider time)
    {
        agent.Version = pushing.Version.Length > 0 ? pushing.Version : agent.Version;
        agent.Hostname = pushing.Hostname.Length > 0 ? pushing.Hostname : agent.Hostname;
        agent.Name = agent.Name.Length > 0 ? agent.Name
            : pushing.Label.Length > 0 ? pushing.Label
            : pushing.Hostname.Length is > 0 and <= MaxAliasLength ? pushing.Hostname
            : $"Agent {pushing.Uid[..Math.Min(8, pushing.Uid.Length)]}";
        agent.LastSeenAt = time.GetUtcNow();
    }

    /// <summary>How far a clock is ahead; none where it told no time that can be one.</summary>
    /// <param name="told">What it showed, ms since 1970, UTC.</param>
    /// <param name="now">What it should have shown.</param>
    internal static TimeSpan ClockSkew(long? told, DateTimeOffset now) =>
        told > 0 && LenientTime.FromPushed(told) is { } shown ? shown - now : TimeSpan.Zero;

    /// <summary>Takes over what times that were pushed say of an agent's clock; open-source agents tell nothing else of it.</summary>
    /// <param name="agent">The agent, heard of now.</param>
    /// <param name="skew">How far it is off; null: its times can be.</param>
    internal static void NoteClock(AgentRow agent, TimeSpan? skew)
    {
        if (skew is { } wrong)
        {
            agent.ClockSkew = wrong;
        }
        else if (AgentSummary.IsWrong(agent.ClockSkew, agent.LastSeenAt!.Value))
        {
            agent.ClockSkew = TimeSpan.Zero;
        }
    }

    /// <summary>Whether a camera is still called as one is that its agent gave no name.</summary>
    internal static bool IsMadeUp(string alias, long number)
    {
        var cut = alias.EndsWith(')') && alias.LastIndexOf(" (", StringComparison.Ordinal) is > 0 and var at ? alias[..at] : alias;
        return cut.EndsWith(string.Create(CultureInfo.InvariantCulture, $" camera {number}"), StringComparison.Ordinal);
    }

    /// <summary>A name for a camera that no other has, whatever agents call theirs.</summary>
    internal async Task<string> FreeAliasAsync(string wanted, CancellationToken cancellationToken)
    {
        await db.SaveChangesAsync(cancellationToken);
        var taken = (await db.Cameras.Where(camera => camera.DeletedAt == null)
            .Select(camera => camera.Alias)
            .ToListAsync(cancellationToken)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var alias = wanted.Truncate(MaxAliasLength);
        for (var n = 2; taken.Contains(alias); n++)
        {
            var ending = $" ({n})";
            alias = wanted.Truncate(MaxAliasLength - ending.Length) + ending;
        }

        return alias;
    }

    /// <summary>Enters a camera that an agent has of its own.</summary>
    internal async Task<CameraRow> EnterCameraAsync(AgentRow agent, long number, string name, CancellationToken cancellationToken)
    {
        var wanted = name.Length > 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{agent.Name} camera {number}");
        var camera = new CameraRow
        {
            Alias = await FreeAliasAsync(wanted, cancellationToken),
            AgentId = agent.Id,
            Number = number,
            SiteId = agent.SiteId,
            IsEnabled = true,
            CaptureMode = CaptureMode.Auto,
            AnalysisRate = 10,
        };
        db.Cameras.Add(camera);
        await db.SaveChangesAsync(cancellationToken);
        return camera;
    }

    /// <summary>The agents and cameras of a batch.</summary>
    internal sealed record Known(
        IReadOnlyDictionary<string, AgentRow> Agents, IReadOnlyDictionary<(int Agent, long Number), CameraRow> Cameras, bool HasNew)
    {
        /// <summary>The number of a group's camera.</summary>
        public int CameraOf(PushedGroup group) => RowOf(group).Id;

        public CameraRow RowOf(PushedGroup group) => Cameras[(Agents[group.Agent.Uid].Id, group.CameraNumber)];
    }
}
