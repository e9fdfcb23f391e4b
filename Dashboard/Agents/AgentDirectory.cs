using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents;

/// <summary>The agents and the sites of a moment, by number. A camera without an agent is the server's own.</summary>
/// <param name="Agents">Agents by number.</param>
/// <param name="Own">The server's own recognition.</param>
/// <param name="Sites">Names of sites by number.</param>
internal sealed record AgentMap(IReadOnlyDictionary<int, AgentRow> Agents, AgentRow Own, IReadOnlyDictionary<int, string> Sites)
{
    /// <summary>The first server that was entered: the same to all servers on one database.</summary>
    public AgentRow Installation => Agents.Values.Where(agent => agent.IsServer).MinBy(agent => agent.Id) ?? Own;

    public AgentRow ForCamera(CameraInfo camera) => camera.AgentId is { } id && Agents.TryGetValue(id, out var agent) ? agent : Own;

    /// <summary>The name of a site; empty where it was deleted.</summary>
    public string SiteName(int site) => Sites.GetValueOrDefault(site, "");
}

/// <summary>Knows the agents and sites; what it tells is at most a second old.</summary>
internal sealed class AgentDirectory(IDbContextFactory<DashboardDbContext> database, AgentIdentity identity, TimeProvider time)
{
    private readonly AgedValue<AgentMap> _map = new(TimeSpan.FromSeconds(1), time);
    private readonly SemaphoreSlim _entering = new(1);

    /// <summary>The agents and sites. The server's own agent is entered the first time it is asked for.</summary>
    public ValueTask<AgentMap> GetAsync(CancellationToken cancellationToken = default) => _map.GetAsync(ReadAsync, cancellationToken);

    /// <summary>Enters a machine that was never heard of; its first words may come by several requests at once.</summary>
    /// <param name="site">The site that it is of then.</param>
    public async Task EnterAsync(string uid, int site, CancellationToken cancellationToken = default)
    {
        await _entering.WaitAsync(cancellationToken);
        try
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            if (!await db.Agents.AnyAsync(agent => agent.Uid == uid, cancellationToken))
            {
                db.Agents.Add(new AgentRow { Uid = uid, SiteId = site });
                await db.SaveChangesAsync(cancellationToken);
                Forget();
            }
        }
        catch (DbUpdateException exception) when (!StorageFailure.MayPass(exception))
        {
            // Another web node has just entered it.
        }
        finally
        {
            _entering.Release();
        }
    }

    public void Forget() => _map.Forget();

    private async Task<AgentMap> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var agents = await db.Agents.AsNoTracking().ToListAsync(cancellationToken);
        if (agents.SingleOrDefault(agent => agent.Uid == identity.Uid) is not { } own)
        {
            agents.Add(own = await EnterOwnAsync(db, cancellationToken));
        }

        own.LastSeenAt = time.GetUtcNow();
        var sites = await db.Sites.AsNoTracking().ToDictionaryAsync(site => site.Id, site => site.Name, cancellationToken);
        return new AgentMap(agents.ToDictionary(agent => agent.Id), own, sites);
    }

    private async Task<AgentRow> EnterOwnAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var own = new AgentRow
        {
            Uid = identity.Uid,
            Name = "This server",
            Hostname = Environment.MachineName,
            Version = ProgramVersion.Text,
            IsServer = true,
        };
        db.Agents.Add(own);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return own;
        }
        catch (DbUpdateException)
        {
            // Another request has just entered it.
            db.ChangeTracker.Clear();
            return await db.Agents.AsNoTracking().SingleAsync(agent => agent.Uid == identity.Uid, cancellationToken);
        }
    }
}
