using Dashboard.Agents;
using Dashboard.Domain.Cameras;
using Dashboard.Storage;

namespace Dashboard.Health.CameraNotices;

/// <summary>A camera that is dark.</summary>
/// <param name="Times">How often it was dark for so long within a day, this time included.</param>
internal sealed record DarkCamera(Camera Camera, CameraOutage Outage, int Times)
{
    /// <summary>Since when. One that failed anew after people were told that it is back is told by that.</summary>
    public DateTimeOffset Since => Outage.BackToldAt ?? Outage.BeginAt;
}

/// <summary>A camera that is back.</summary>
internal sealed record BackCamera(Camera Camera, CameraOutage Outage);

/// <summary>What is to be told now, and what is to be noted without a word. Pure: made of facts alone.</summary>
internal sealed record NoticePlan
{
    /// <summary>A camera that fails again so soon after an outage never really was back.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMinutes(2);

    /// <summary>How long a camera must be back that keeps failing, or that nobody is told of, until it counts as back.</summary>
    public static readonly TimeSpan LongSettle = TimeSpan.FromHours(1);

    /// <summary>From so many outages within a day on, a camera keeps failing.</summary>
    public const int ManyTimes = 4;

    // What failed at once is noticed within so long; it is told at once, too.
    private static readonly TimeSpan MaxGather = TimeSpan.FromMinutes(1);

    private readonly List<CameraOutage> _closed = [];
    private readonly List<(CameraOutage From, CameraOutage To)> _carried = [];
    private readonly List<WatchedAgent> _forgotten = [];
    private readonly NoticeFacts _facts;

    private NoticePlan(NoticeFacts facts) => _facts = facts;

    /// <summary>Cameras to be told of as dark.</summary>
    public IReadOnlyList<DarkCamera> Dark { get; private init; } = [];

    /// <summary>Cameras to be told of as back.</summary>
    public IReadOnlyList<BackCamera> Back { get; private init; } = [];

    /// <summary>Agents to be told of as silent.</summary>
    public IReadOnlyList<WatchedAgent> Silent { get; private init; } = [];

    /// <summary>Agents to be told of as heard again.</summary>
    public IReadOnlyList<WatchedAgent> Heard { get; private init; } = [];

    /// <summary>How many other cameras people were told of that still are dark.</summary>
    public int StillDark { get; private init; }

    /// <summary>Outages that were told of and of whose end nobody needs to hear: their camera is off, or failed again.</summary>
    public IReadOnlyList<CameraOutage> Closed => _closed;

    /// <summary>Outages that go on from others, of which people were told: they are not told again.</summary>
    public IReadOnlyList<(CameraOutage From, CameraOutage To)> Carried => _carried;

    /// <summary>Agents that were told of as silent and of which nobody needs to hear more.</summary>
    public IReadOnlyList<WatchedAgent> Forgotten => _forgotten;

    /// <summary>There is something to tell.</summary>
    public bool IsNews => Dark.Count + Back.Count + Silent.Count + Heard.Count > 0;

    /// <summary>There is nothing to tell and nothing to note.</summary>
    public bool IsEmpty => !IsNews && _closed.Count + _carried.Count + _forgotten.Count == 0;

    /// <summary>What comes of the facts.</summary>
    public static NoticePlan Make(NoticeFacts facts) => new NoticePlan(facts).Make();

    private NoticePlan Make()
    {
        var (now, wait) = (_facts.Now, _facts.Wait);
        var silence = wait > AgentSummary.Silence ? wait : AgentSummary.Silence;
        var gather = wait / 2 < MaxGather ? wait / 2 : MaxGather;
        var (lasting, over, told) = SortCameras();
        var heard = SortAgents();
        var silent = _facts.Agents.Where(agent => !agent.IsTold && agent.Cameras.Count > 0 && agent.SilentFor(now) >= silence - gather).ToList();

        // What a silent agent's cameras do, nobody knows; that it is silent is told instead.
        var unheard = Numbers(_facts.Agents.Where(agent => agent.IsSilent(now))).ToHashSet();
        var dark = lasting.Where(camera => !unheard.Contains(camera.Camera.Id) && now - camera.Since >= wait - gather).ToList();

        var isDue = over.Count + heard.Count > 0 || silent.Exists(agent => agent.SilentFor(now) >= silence)
            || dark.Exists(camera => now - camera.Since >= wait);
        if (!_facts.HasRecipients || !isDue || (_facts.LastAt <= now && now - _facts.LastAt < wait))
        {
            if (!_facts.HasRecipients)
            {
                _closed.AddRange(over.Select(camera => camera.Outage));
                _forgotten.AddRange(heard);
            }

            return this;
        }

        told.UnionWith(Numbers(_facts.Agents.Where(agent => agent.IsTold && agent.IsSilent(now))));
        told.ExceptWith(Numbers(silent));
        return this with { Dark = dark, Back = over, Silent = silent, Heard = heard, StillDark = told.Count };
    }

    // The cameras that are dark and were not told of, those whose outage is over, and the numbers of those that were told of and still are dark.
    private (List<DarkCamera> Lasting, List<BackCamera> Over, HashSet<int> Told) SortCameras()
    {
        var (lasting, over, still) = (new List<DarkCamera>(), new List<BackCamera>(), new HashSet<int>());
        var cameras = _facts.Cameras.ToDictionary(camera => camera.Id);
        foreach (var group in _facts.Outages.GroupBy(outage => outage.CameraId))
        {
            var told = group.Where(outage => outage is { DarkToldAt: not null, BackToldAt: null }).ToList();
            var open = group.Where(outage => outage.EndAt is null).MaxBy(outage => outage.BeginAt);
            if (!cameras.TryGetValue(group.Key, out var camera))
            {
                _closed.AddRange(told);
            }
            else if (open is not null && told.Count == 0)
            {
                lasting.Add(new DarkCamera(camera, open, CountLong(group) + (IsLong(open) ? 0 : 1)));
            }
            else if (open is not null)
            {
                still.Add(camera.Id);
                _closed.AddRange(told.Where(outage => outage != open));
                if (!told.Contains(open))
                {
                    _carried.Add((told.MaxBy(outage => outage.DarkToldAt)!, open));
                }
            }
            else if (told.MaxBy(outage => outage.EndAt) is { } last && _facts.Now - group.Max(outage => outage.EndAt) >= SettleOf(CountLong(group)))
            {
                over.Add(new BackCamera(camera, last));
                _closed.AddRange(told.Where(outage => outage != last));
            }
        }

        return (lasting, over, still);
    }

    // The agents to be told of as heard again.
    private List<WatchedAgent> SortAgents()
    {
        var heard = new List<WatchedAgent>();
        foreach (var agent in _facts.Agents.Where(agent => agent.IsTold))
        {
            if (agent.Cameras.Count == 0)
            {
                _forgotten.Add(agent);
                continue;
            }

            var times = agent.Cameras.Max(camera => CountLong(_facts.Outages.Where(outage => outage.CameraId == camera.Id)));
            if (!agent.IsSilent(_facts.Now) && agent.Agent.LastSeenAt - agent.HeardSince >= SettleOf(times))
            {
                heard.Add(agent);
            }
        }

        return heard;
    }

    private static IEnumerable<int> Numbers(IEnumerable<WatchedAgent> agents) =>
        agents.SelectMany(agent => agent.Cameras).Select(camera => camera.Id);

    private TimeSpan SettleOf(int times) => times >= ManyTimes || !_facts.HasRecipients ? LongSettle : Settle;

    private int CountLong(IEnumerable<CameraOutage> outages) => outages.Count(IsLong);

    private bool IsLong(CameraOutage outage) =>
        outage.BeginAt >= _facts.Now.AddDays(-1) && (outage.EndAt ?? _facts.Now) - outage.BeginAt >= _facts.Wait;
}
