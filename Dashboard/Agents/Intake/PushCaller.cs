using System.Security.Cryptography;
using Dashboard.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.Intake;

/// <summary>Who pushes: what the key's owner may see, and the key.</summary>
/// <param name="Scope">The owner's sites. Who may see a site may write to it, and nowhere else.</param>
/// <param name="Secret">SHA-256 of the key.</param>
internal sealed record PushCaller(SiteScope Scope, byte[] Secret)
{
    private const string OtherKey = "This agent is known by another key.";
    private const string OtherSite = "The key's owner does not see the site of this agent or camera.";

    /// <summary>The site of what is heard of for the first time.</summary>
    public int HomeSite => Scope.Sites is { Count: > 0 } sites ? sites.Min() : SiteRow.DefaultId;

    /// <summary>Throws <see cref="PushException"/> where this caller may not push for an agent.</summary>
    /// <param name="agent">The agent; null: it was never heard of.</param>
    /// <param name="camerasSite">The site of its camera; null: it was never heard of, and would be of the agent's site.</param>
    public void Check(AgentRow? agent, int? camerasSite)
    {
        if (agent?.KeyHash is { } bound && !CryptographicOperations.FixedTimeEquals(bound, Secret))
        {
            throw PushException.Forbidden(OtherKey);
        }

        if (!Scope.Includes(camerasSite ?? agent?.SiteId ?? HomeSite))
        {
            throw PushException.Forbidden(OtherSite);
        }
    }
}

/// <summary>Asks before anything is stored or shown whether a caller may push it.</summary>
internal sealed class PushAccess(IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, CameraDirectory cameras)
{
    /// <summary>
    /// Throws <see cref="PushException"/>. An agent that was never heard of is entered among the caller's own sites. What is known here is
    /// at most a second old, so it is asked again where it is stored.
    /// </summary>
    /// <param name="number">The agent's number of the camera; null: it is of the agent as a whole.</param>
    public async Task CheckAsync(PushCaller caller, string agentUid, long? number, CancellationToken cancellationToken)
    {
        var known = (await agents.GetAsync(cancellationToken)).Agents.Values.FirstOrDefault(agent => agent.Uid == agentUid);
        var site = known is null || number is null ? null : await FindSiteAsync(known, number.Value, cancellationToken);
        caller.Check(known, site);
        if (known is null)
        {
            await agents.EnterAsync(agentUid, caller.HomeSite, cancellationToken);
        }
    }

    private async Task<int?> FindSiteAsync(AgentRow agent, long number, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var known = (await cameras.TranslatorAsync(db, cancellationToken)).Cameras;
        return known.Where(camera => camera.AgentId == agent.Id && camera.Number == number)
            .Concat(agent.KeyHash is null ? [] : known.Where(camera => camera.Id == number && camera.Number == number))
            .Select(camera => (int?)camera.SiteId).FirstOrDefault();
    }
}
