using Dashboard.Agents;
using Dashboard.Alerts.Delivery.Email;
using Dashboard.Cameras;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Hosting;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Health.CameraNotices;

/// <summary>
/// Tells people by e-mail that cameras went dark, and that they are back: looks twice a minute at the outages that are stored and at when agents were
/// last heard of, and writes one mail of all that is new.
/// </summary>
internal sealed class CameraNoticeWorker(
    CameraStore cameras,
    AgentDirectory agents,
    IDbContextFactory<DashboardDbContext> database,
    CameraNoticeWriter writer,
    IOptionsMonitor<EmailOptions> email,
    IOptionsMonitor<ServerOptions> server,
    TimeProvider time,
    ILogger<CameraNoticeWorker> log)
    : PeriodicWork(Every, isAtOnce: true, "Nobody can be told of dark cameras", time, log)
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long nothing is told after the start, or after a time in which this machine did not run or had no database: agents could not be heard
    /// meanwhile, and cameras that are there need a moment until their frames come.
    /// </summary>
    public static readonly TimeSpan Grace = AgentSummary.Silence;

    private static readonly TimeSpan MaxGap = TimeSpan.FromMinutes(2);
    private readonly Dictionary<int, DateTimeOffset> _heardSince = [];
    private DateTimeOffset? _lookedAt;
    private DateTimeOffset _looksSince;

    /// <summary>Looks once, and tells what is to be told.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        if (_lookedAt is not { } before || now - before > MaxGap || now < before)
        {
            _looksSince = now;
        }

        var options = email.CurrentValue;
        var lastAt = await writer.ReadLastAsync(cancellationToken);
        var map = await agents.GetAsync(cancellationToken);
        var facts = await ReadAsync(options, lastAt, map, now, cancellationToken);
        _lookedAt = now;
        if (now - _looksSince < Grace)
        {
            return;
        }

        var plan = NoticePlan.Make(facts);
        if (plan.IsEmpty)
        {
            return;
        }

        var notice = plan.IsNews
            ? new NoticeText(server.CurrentValue.Zone, server.CurrentValue.PublicUrl, map.SiteName)
                .Write(plan, facts.Agents.ToDictionary(agent => agent.Agent.Id), now)
            : null;
        string[] recipients = [.. options.CameraRecipients.Distinct(StringComparer.OrdinalIgnoreCase)];
        if (await writer.StoreAsync(plan, lastAt, notice, recipients, now, cancellationToken))
        {
            agents.Forget();
            if (notice is not null)
            {
                Log.LogInformation("Told by e-mail: {Title}", notice.Title);
            }
        }
    }

    protected override Task DoAsync(CancellationToken cancellationToken) => LookAsync(cancellationToken);

    private async Task<NoticeFacts> ReadAsync(
        EmailOptions options, DateTimeOffset? lastAt, AgentMap map, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var enabled = (await cameras.ListAsync(SiteScope.Unrestricted, cancellationToken)).Where(camera => camera.IsEnabled).ToList();
        var watched = WatchedAgents(map, enabled, now);
        var silent = watched.Where(agent => agent.IsTold).SelectMany(agent => agent.Cameras).Select(camera => camera.Id);
        return new NoticeFacts
        {
            Now = now,
            Wait = TimeSpan.FromMinutes(options.CameraMinutes),
            HasRecipients = options.TellsOfCameras,
            LastAt = lastAt,
            Cameras = enabled,
            Outages = await ReadOutagesAsync(silent, now, cancellationToken),
            Agents = watched,
        };
    }

    private async Task<IReadOnlyList<CameraOutage>> ReadOutagesAsync(
        IEnumerable<int> ofAgents, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var outages = db.Set<CameraOutage>().AsNoTracking();
        var lasting = await outages.Where(outage => outage.EndAt == null).ToListAsync(cancellationToken);
        var told = await outages.Where(outage => outage.DarkToldAt != null && outage.BackToldAt == null).ToListAsync(cancellationToken);
        int[] ids = [.. lasting.Concat(told).Select(outage => outage.CameraId).Concat(ofAgents).Distinct()];
        if (ids.Length == 0)
        {
            return [];
        }

        var day = now.AddDays(-1);
        var recent = await outages.Where(outage => EF.Parameter(ids).Contains(outage.CameraId) && outage.BeginAt >= day)
            .ToListAsync(cancellationToken);
        return [.. recent.Concat(lasting).Concat(told).DistinctBy(outage => outage.Id)];
    }

    // When one was heard of again is kept here alone: where this machine is started anew, it takes a little longer until it is told.
    private List<WatchedAgent> WatchedAgents(AgentMap map, IReadOnlyList<Camera> enabled, DateTimeOffset now)
    {
        var watched = new List<WatchedAgent>();
        foreach (var row in map.Agents.Values.Where(row => !row.IsServer && row.LastSeenAt is not null).OrderBy(row => row.Id))
        {
            var agent = new WatchedAgent(row, AgentWatch.WatchedBy(row, enabled), null);
            if (!agent.IsTold || agent.IsSilent(now))
            {
                _heardSince.Remove(row.Id);
            }
            else
            {
                _heardSince.TryAdd(row.Id, row.LastSeenAt!.Value);
                agent = agent with { HeardSince = _heardSince[row.Id] };
            }

            watched.Add(agent);
        }

        return watched;
    }
}
