using System.Globalization;
using System.Runtime.CompilerServices;
using Dashboard.Agents;
using Dashboard.Cameras;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Flows.Export;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Api.ScoutApi.Searches;

/// <summary>Finds groups, candidates and alerts for the Scout dialect, some at a time, so that a long answer is not held in memory.</summary>
internal sealed class GroupSearch(
    IDbContextFactory<DashboardDbContext> database,
    FlowSearch flows,
    FlowReader reader,
    CameraDirectory cameras,
    AgentDirectory agents,
    RowTotals totals)
{
    /// <summary>Rows that are read together.</summary>
    public const int MaxBatch = 1000;

    public async IAsyncEnumerable<IReadOnlyList<GroupRow>> GroupsAsync(
        GroupQuery query, SiteScope siteScope, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var left = query.MaxRows;
        var where = await ConditionAsync(query, cancellationToken);
        var chunks = query.After is { } after
            ? FollowAsync(after, where, query.MaxRows, siteScope, cancellationToken)
            : reader.ReadAsync(
                new FlowQuery(where, new FlowOrder(FlowField.FirstSeen, query.Descending)),
                long.MaxValue,
                siteScope,
                cancellationToken,
                Math.Min(MaxBatch, query.MaxRows));
        await foreach (var chunk in chunks)
        {
            var rows = chunk.Count <= left ? chunk : [.. chunk.Take(left)];
            yield return await CompleteAsync(rows, cancellationToken);
            left -= rows.Count;
            if (left == 0)
            {
                yield break;
            }
        }
    }

    /// <summary>How many groups a query finds, whatever its rows at most; null: not known now.</summary>
    public Task<long?> CountGroupsAsync(GroupQuery query, SiteScope siteScope) => TotalAsync("groups", query, siteScope, async () =>
    {
        var where = await ConditionAsync(query, CancellationToken.None);
        if (query.After is { } after)
        {
            var behind = new FlowComparison(FlowField.Id, FlowOperator.Greater, after);
            where = where is null ? behind : new FlowAll([where, behind]);
        }

        return (await flows.SearchAsync(new FlowQuery(where, FlowOrder.Newest, PageSize: 1), siteScope)).Total;
    });

    /// <summary>How many candidates a query finds, whatever its rows at most; null: not known now.</summary>
    public Task<long?> CountCandidatesAsync(GroupQuery query, SiteScope siteScope) => TotalAsync("candidates", query, siteScope, async () =>
    {
        await using var db = await database.CreateDbContextAsync();
        return await (await CandidatesAsync(db, query, siteScope, CancellationToken.None)).LongCountAsync();
    });

    /// <summary>How many alerts a query finds, whatever its rows at most; null: not known now.</summary>
    public Task<long?> CountAlertsAsync(GroupQuery query, SiteScope siteScope) => TotalAsync("alerts", query, siteScope, async () =>
    {
        await using var db = await database.CreateDbContextAsync();
        return await (await AlertsAsync(db, query, siteScope, CancellationToken.None)).LongCountAsync();
    });

    /// <summary>One group; null where none is seen.</summary>
    public async Task<GroupRow?> FindAsync(long id, SiteScope siteScope, CancellationToken cancellationToken = default) =>
        await flows.FindAsync(id, siteScope, cancellationToken) is { } row ? (await CompleteAsync([row], cancellationToken))[0] : null;

    /// <summary>Candidates, the best of each group too.</summary>
    public async Task<IReadOnlyList<CandidateRow>> CandidatesAsync(
        GroupQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var found = await CandidatesAsync(db, query, siteScope, cancellationToken);
        found = query switch
        {
            { After: not null } => found.OrderBy(row => row.Flow.Id).ThenBy(row => row.Candidate.Rank),
            { Descending: true } => found.OrderByDescending(row => row.Flow.FirstSeenAt)
                .ThenByDescending(row => row.Flow.Id)
                .ThenByDescending(row => row.Candidate.Rank),
            _ => found.OrderBy(row => row.Flow.FirstSeenAt).ThenBy(row => row.Flow.Id).ThenBy(row => row.Candidate.Rank),
        };
        var rows = await found.Take(query.MaxRows).ToListAsync(cancellationToken);
        var groups = await CompleteAsync(
            [.. rows.Select(row => row.Flow)
                .DistinctBy(flow => flow.Id)
                .Select(flow => new FlowWithCamera(flow, translator.CameraOf(flow.CameraId)))], cancellationToken);
        var byId = groups.ToDictionary(group => group.Flow.Id);
        return [.. rows.Select(row => new CandidateRow(byId[row.Flow.Id], row.Candidate))];
    }

    /// <summary>Alerts with what is known of where they came from.</summary>
    public async Task<IReadOnlyList<GroupAlertRow>> AlertsAsync(GroupQuery query, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var map = await agents.GetAsync(cancellationToken);
        var found = await AlertsAsync(db, query, siteScope, cancellationToken);
        found = query switch
        {
            { After: not null } => found.OrderBy(alert => alert.Id),
            { Descending: true } => found.OrderByDescending(alert => alert.FirstSeenAt).ThenByDescending(alert => alert.Id),
            _ => found.OrderBy(alert => alert.FirstSeenAt).ThenBy(alert => alert.Id),
        };
        var rows = await found.Take(query.MaxRows).ToListAsync(cancellationToken);
        return [.. rows.Select(alert =>
        {
            var camera = translator.CameraOf(alert.CameraId);
            return new GroupAlertRow(alert, map.ForCamera(camera), camera.SiteId, map.SiteName(camera.SiteId));
        })];
    }

    private static bool IsSite(string asked, int site, AgentMap map) =>
        asked == site.ToString(CultureInfo.InvariantCulture) || string.Equals(asked, map.SiteName(site), StringComparison.OrdinalIgnoreCase);

    // The same question of the same scope, however its rows are ordered and cut.
    private Task<long?> TotalAsync(string rows, GroupQuery query, SiteScope siteScope, Func<Task<long>> count) =>
        totals.FindAsync((rows, query with { Descending = false, MaxRows = 0 }, siteScope), count);

    private async Task<IQueryable<FoundCandidate>> CandidatesAsync(
        DashboardDbContext db, GroupQuery query, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var condition = FlowConditions.Within(await ConditionAsync(query with { Plate = null }, cancellationToken), siteScope);
        var byText = query.Plate is { } asked && asked.IndexOfAny(['*', '?']) != 0;
        var found = from candidate in WhereText(db, query.Plate)
                    join flow in translator.Apply(
                        db.Flows.AsNoTracking(), condition, byText ? FlowIndex.Id : FlowIndex.FirstSeen) on candidate.FlowId equals flow.Id
                    select new FoundCandidate { Flow = flow, Candidate = candidate };
        if (query.After is not { } after)
        {
            return found;
        }

        var (group, rank) = (after / CandidateRow.MaxRanks, (int)(after % CandidateRow.MaxRanks));
        return found.Where(row => row.Flow.Id >= group && (row.Flow.Id > group || row.Candidate.Rank > rank));
    }

    private async Task<IQueryable<Alert>> AlertsAsync(
        DashboardDbContext db, GroupQuery query, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var map = await agents.GetAsync(cancellationToken);
        var seen = translator.Cameras
            .Where(camera => siteScope.Includes(camera.SiteId) && (query.Site is null || IsSite(query.Site, camera.SiteId, map)))
            .Where(camera => query.CameraNumber is null || camera.Number == query.CameraNumber).Select(camera => camera.Id).ToList();
        var found = db.Alerts.AsNoTracking().Where(alert => EF.Parameter(seen).Contains(alert.CameraId));
        if (query.From is { } from)
        {
            found = found.Where(alert => alert.FirstSeenAt >= from);
        }

        if (query.To is { } to)
        {
            found = found.Where(alert => alert.FirstSeenAt < to);
        }

        if (query.Plate is { } plate)
        {
            var pattern = FlowQueryTranslator.LikePattern(FlowQueryTranslator.PlateOperand(plate));
            found = found.Where(alert => EF.Functions.Like(alert.Plate, pattern, "\\"));
        }

        if (query.Direction is { } direction)
        {
            var flows = translator.Apply(db.Flows.AsNoTracking(), InDirection(direction), FlowIndex.Id);
            found = found.Where(alert => flows.Any(flow => flow.Id == alert.FlowId));
        }

        return query.After is { } after ? found.Where(alert => alert.Id > after) : found;
    }

    private static FlowComparison InDirection(string name) => new(FlowField.Direction, FlowOperator.Equal, name);

    // What stands before the first wildcard is looked up in the index of texts; the rest only filters.
    private static IQueryable<FlowCandidate> WhereText(DashboardDbContext db, string? plate)
    {
        var candidates = db.FlowCandidates.AsNoTracking();
        if (plate is null)
        {
            return candidates;
        }

        var text = FlowQueryTranslator.PlateOperand(plate);
        var wildcard = text.IndexOfAny(['*', '?']);
        if (wildcard < 0)
        {
            return candidates.Where(candidate => candidate.Text == text);
        }

        var pattern = FlowQueryTranslator.LikePattern(text);
        if (wildcard > 0)
        {
            var (begin, end) = (text[..wildcard], text[..wildcard] + "\U0010FFFF");
            candidates = candidates.Where(candidate => string.Compare(candidate.Text, begin) >= 0 && string.Compare(candidate.Text, end) < 0);
        }

        return candidates.Where(candidate => EF.Functions.Like(candidate.Text, pattern, "\\"));
    }

    private async IAsyncEnumerable<IReadOnlyList<FlowWithCamera>> FollowAsync(
        long after, FlowCondition? where, int maxRows, SiteScope siteScope, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<FlowWithCamera> rows;
        do
        {
            rows = await flows.AfterAsync(after, Math.Min(maxRows, MaxBatch), where, siteScope, cancellationToken);
            if (rows.Count > 0)
            {
                yield return rows;
                after = rows[^1].Flow.Id;
            }
        }
        while (rows.Count == MaxBatch);
    }

    private async Task<FlowCondition?> ConditionAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        var all = new List<FlowCondition>();
        if (query.From is { } from)
        {
            all.Add(new FlowComparison(FlowField.FirstSeen, FlowOperator.GreaterOrEqual, from));
        }

        if (query.To is { } to)
        {
            all.Add(new FlowComparison(FlowField.FirstSeen, FlowOperator.Less, to));
        }

        if (query.Plate is { } plate)
        {
            all.Add(new FlowComparison(FlowField.Plate, plate.IndexOfAny(['*', '?']) < 0 ? FlowOperator.Equal : FlowOperator.Matches, plate));
        }

        if (query.Site is { } site)
        {
            var map = await agents.GetAsync(cancellationToken);
            var sites = map.Sites.Keys.Where(id => IsSite(site, id, map)).Select(id => (long)id).ToList();
            all.Add(new FlowComparison(FlowField.Site, FlowOperator.In, sites));
        }

        if (query.CameraNumber is { } number)
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            var translator = await cameras.TranslatorAsync(db, cancellationToken);
            all.Add(new FlowComparison(
                FlowField.CameraId,
                FlowOperator.In,
                translator.Cameras.Where(camera => camera.Number == number).Select(camera => (long)camera.Id).ToList()));
        }

        if (query.Direction is { } direction)
        {
            all.Add(InDirection(direction));
        }

        return all.Count == 0 ? null : new FlowAll(all);
    }

    private async Task<IReadOnlyList<GroupRow>> CompleteAsync(IReadOnlyList<FlowWithCamera> rows, CancellationToken cancellationToken)
    {
        var map = await agents.GetAsync(cancellationToken);

        // Only what other machines pushed has details.
        var pushed = rows.Where(row => row.Known.AgentId is not null).Select(row => row.Flow.Id).ToList();
        Dictionary<long, FlowDetail> details = [];
        if (pushed.Count > 0)
        {
            await using var db = await database.CreateDbContextAsync(cancellationToken);
            details = await db.FlowDetails.AsNoTracking()
                .Where(detail => EF.Parameter(pushed).Contains(detail.FlowId))
                .ToDictionaryAsync(detail => detail.FlowId, cancellationToken);
        }

        return [.. rows.Select(
            row => new GroupRow(
                row.Flow, row.Known, map.ForCamera(row.Known), map.SiteName(row.Known.SiteId), details.GetValueOrDefault(row.Flow.Id)))];
    }

    private sealed class FoundCandidate
    {
        public required Flow Flow { get; init; }

        public required FlowCandidate Candidate { get; init; }
    }
}
