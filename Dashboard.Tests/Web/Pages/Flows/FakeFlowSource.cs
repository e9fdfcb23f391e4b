using System.Text.Json;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Dashboard.Tests.Storage;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pages.Flows.Filter;
using Dashboard.Web.Pages.Flows.List.Live;

namespace Dashboard.Tests.Web.Pages.Flows;

/// <summary>Flows in memory, searched as plainly as can be; the test says when answers are late or do not come.</summary>
internal sealed class FakeFlowSource : IFlowSource
{
    public const string Alias = "Gate";
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly CameraInfo Camera = new(1, Alias, 1, null, 1);
    private readonly List<Flow> _flows = [];
    private readonly Dictionary<long, ListMark> _marks = [];
    private Action<IReadOnlyList<long>>? _marked;
    private readonly NaiveConditions _conditions = new([Camera]);

    public bool IsBroken { get; set; }

    /// <summary>What the reading of a single flow waits for.</summary>
    public Task FlowsCome { get; set; } = Task.CompletedTask;

    public bool HasNoCamera { get; set; }

    /// <summary>What a direction of the camera is called; null: nothing.</summary>
    public string? Direction { get; set; }

    public bool IsCameraOff { get; set; }

    /// <summary>What the next searches with their totals wait for.</summary>
    public Task Counting { get; set; } = Task.CompletedTask;

    public int Searches { get; private set; }

    public int Peeks { get; private set; }

    /// <summary>Adds flows, one second apart, and returns them with their numbers.</summary>
    public IReadOnlyList<FlowWithCamera> Add(params IEnumerable<string> plates) =>
        [.. plates.Select(plate => Add(new Flow { Plate = plate, Confidence = .93, CapturedAt = Noon.AddSeconds(_flows.Count) })).ToList()];

    public FlowWithCamera Add(Flow flow)
    {
        flow.Id = _flows.Count + 1;
        flow.CameraId = Camera.Id;
        flow.Uuid = Guid.NewGuid();
        _flows.Add(flow);
        return new FlowWithCamera(flow, Camera);
    }

    /// <summary>Changes a flow as a database does: who has read it before keeps what was read.</summary>
    public void Change(long id, Action<Flow> with)
    {
        var at = _flows.FindIndex(flow => flow.Id == id);
        var changed = JsonSerializer.Deserialize<Flow>(JsonSerializer.Serialize(_flows[at]))!;
        with(changed);
        _flows[at] = changed;
    }

    /// <summary>A flow has made an alert of a list.</summary>
    public void MakeAlert(long flow, ListMark list)
    {
        _marks[flow] = list;
        _marked?.Invoke([flow]);
    }

    public Task<IReadOnlyList<FlowWithCamera>> MarkAsync(IReadOnlyList<FlowWithCamera> rows, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FlowWithCamera>>(
            [.. rows.Select(row => _marks.TryGetValue(row.Flow.Id, out var list) ? row with { Lists = [list] } : row)]);

    public IDisposable FollowMarks(Action<IReadOnlyList<long>> marked)
    {
        _marked += marked;
        return new CancellationTokenSource();
    }

    public async Task<FlowPage> SearchAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        Searches++;
        Check();
        await Counting.WaitAsync(cancellationToken);
        var all = Matching(query).ToList();
        var pages = (all.Count + query.PageSize - 1) / query.PageSize;
        var page = Math.Clamp(query.Page, 1, Math.Max(1, pages));
        return new FlowPage(WithCamera(all.Skip((page - 1) * query.PageSize).Take(query.PageSize)), page, pages, query.PageSize, all.Count);
    }

    public Task<IReadOnlyList<FlowWithCamera>> PeekAsync(FlowQuery query, CancellationToken cancellationToken)
    {
        Peeks++;
        Check();
        return Task.FromResult(WithCamera(Matching(query).Take(query.PageSize)));
    }

    public Task<long> CountAsync(FlowCondition? where, CancellationToken cancellationToken)
    {
        Counts++;
        Check();
        return Task.FromResult(_flows.LongCount(flow => where is null || _conditions.Holds(where, flow)));
    }

    /// <summary>Open lists that share what they ask; null: each asks for itself.</summary>
    public LiveFlows? Live { get; set; }

    public int Counts { get; private set; }

    /// <summary>What people chose.</summary>
    public Dictionary<string, string> Kept { get; } = [];

    public Task<FlowPage> SearchLiveAsync(FlowQuery query, CancellationToken cancellationToken) => Live is null
        ? SearchAsync(query, cancellationToken)
        : Live.AskAsync(FlowQueryText.ToQueryString(query), () => SearchAsync(query, CancellationToken.None), cancellationToken);

    public Task<long> CountLiveAsync(FlowCondition? where, CancellationToken cancellationToken) => Live is null || where is null
        ? CountAsync(where, cancellationToken)
        : Live.AskAsync("count" + FlowQueryText.Write(where), () => CountAsync(where, CancellationToken.None), cancellationToken);

    public Task<string?> RecallAsync(string key, CancellationToken cancellationToken) => Task.FromResult(Kept.GetValueOrDefault(key));

    public Task KeepAsync(string key, string value, CancellationToken cancellationToken)
    {
        Kept[key] = value;
        return Task.CompletedTask;
    }

    public async Task<FlowWithCamera?> FindAsync(long id, CancellationToken cancellationToken)
    {
        await FlowsCome;
        Check();
        return WithCamera(_flows.Where(flow => flow.Id == id)).SingleOrDefault();
    }

    public Task<FlowNeighbours> FindNeighboursAsync(FlowQuery query, long id, CancellationToken cancellationToken)
    {
        Check();
        var ids = Matching(query).Select(flow => flow.Id).ToList();
        var at = ids.IndexOf(id);
        return Task.FromResult(new FlowNeighbours(at > 0 ? ids[at - 1] : null, at >= 0 && at < ids.Count - 1 ? ids[at + 1] : null));
    }

    public Task<IReadOnlyList<CameraChoice>> ListCamerasAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult<IReadOnlyList<CameraChoice>>(
            HasNoCamera ? [] : [new CameraChoice(Camera.Id, Camera.Alias, Direction, IsOff: IsCameraOff)]);
    }

    public Task<(IReadOnlyList<NamedChoice> Sites, IReadOnlyList<NamedChoice> Lists)> ListNamesAsync(CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult<(IReadOnlyList<NamedChoice> Sites, IReadOnlyList<NamedChoice> Lists)>(
            ([new NamedChoice(1, "Depot"), new NamedChoice(2, "Yard")], [new NamedChoice(7, "Wanted")]));
    }

    private static IReadOnlyList<FlowWithCamera> WithCamera(IEnumerable<Flow> flows) => [.. flows.Select(flow => new FlowWithCamera(flow, Camera))];

    private IEnumerable<Flow> Matching(FlowQuery query)
    {
        var flows = _flows.Where(flow => query.Where is null || _conditions.Holds(query.Where, flow));
        IComparable Key(Flow flow) => query.Order.Field switch
        {
            FlowField.Time => flow.CapturedAt,
            FlowField.Plate => flow.Plate,
            FlowField.Confidence => flow.Confidence,
            _ => flow.Id,
        };
        return query.Order.Descending
            ? flows.OrderByDescending(Key).ThenByDescending(flow => flow.Id)
            : flows.OrderBy(Key).ThenBy(flow => flow.Id);
    }

    private void Check()
    {
        if (IsBroken)
        {
            throw new IOException("disk I/O error");
        }
    }
}
