using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Statistics;
using Microsoft.Extensions.Options;

namespace Dashboard.Web.Pages.Overview;

/// <summary>
/// Reads the overview's numbers, once for all who see the same sites: again when flows were stored, but not more often than every few
/// seconds, and once a minute in any case.
/// </summary>
internal sealed class OverviewReader : IDisposable
{
    private const int LatestFlows = 8;
    private static readonly TimeSpan MinAge = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(1);

    private readonly DayReader _days;
    private readonly FlowSearch _search;
    private readonly TimeProvider _time;
    private readonly IOptionsMonitor<ServerOptions> _server;
    private readonly IDisposable _feed;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<SiteScope, (OverviewNumbers Numbers, DateTimeOffset ReadAt, long Arrivals)> _known = [];
    private TimeZoneInfo _zone;
    private long _arrivals;

    /// <summary>A reader over the server's flows.</summary>
    public OverviewReader(DayReader days, FlowSearch search, FlowFeed feed, IOptionsMonitor<ServerOptions> server, TimeProvider time)
    {
        (_days, _search, _time, _server, _zone) = (days, search, time, server, server.CurrentValue.Zone);
        _feed = feed.SubscribeToAll(_ => Interlocked.Increment(ref _arrivals));
    }

    /// <summary>The numbers; the same object while nothing was read anew.</summary>
    public async Task<OverviewNumbers> GetAsync(SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var now = _time.GetUtcNow();
            if (_server.CurrentValue.Zone is var zone && zone.Id != _zone.Id)
            {
                // Its days and hours are others.
                _zone = zone;
                _known.Clear();
            }

            if (_known.TryGetValue(siteScope, out var known)
                && now - known.ReadAt is var age && age <= MaxAge && (age <= MinAge || known.Arrivals == Interlocked.Read(ref _arrivals)))
            {
                return known.Numbers;
            }

            foreach (var old in _known.Where(other => now - other.Value.ReadAt > MaxAge).Select(other => other.Key).ToList())
            {
                _known.Remove(old);
            }

            var arrivals = Interlocked.Read(ref _arrivals);
            var numbers = await ReadAsync(now, siteScope, cancellationToken);
            _known[siteScope] = (numbers, now, arrivals);
            return numbers;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _feed.Dispose();
        _turn.Dispose();
    }

    private async Task<OverviewNumbers> ReadAsync(DateTimeOffset now, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var local = TimeZoneInfo.ConvertTime(now, _zone).DateTime;
        var hour = local.Date.AddHours(local.Hour - 23);
        var today = await _days.ReadAsync(_zone.ToMoment(local.Date), now.AddSeconds(1), siteScope, cancellationToken);
        var yesterday = await _search.CountAsync(
            Between(_zone.ToMoment(local.Date.AddDays(-1)), _zone.ToMoment(local.AddDays(-1))), siteScope, cancellationToken);
        var first = now - (local - hour);
        var hours = await _search.CountByHourAsync(first, 24, siteScope, cancellationToken);
        var latest = await _search.SearchAsync(new FlowQuery(null, FlowOrder.Newest, 1, LatestFlows), siteScope, cancellationToken);
        return new OverviewNumbers(
            today, yesterday,
            [.. hours.Select((flows, i) => new HourFlows(TimeZoneInfo.ConvertTime(first.AddHours(i), _zone), flows))],
            latest.Rows, latest.Total);
    }

    private static FlowAll Between(DateTimeOffset from, DateTimeOffset to) => new(
    [
        new FlowComparison(FlowField.Time, FlowOperator.GreaterOrEqual, from),
        new FlowComparison(FlowField.Time, FlowOperator.Less, to),
    ]);
}
