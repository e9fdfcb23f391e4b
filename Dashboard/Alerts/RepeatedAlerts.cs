using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts;

/// <summary>
/// Finds out which new alerts only repeat one of the same list and plate, within the minutes that the list names. They are stored and told to
/// programs like any other, but counted into that first one, so that people are told once.
/// </summary>
internal sealed class RepeatedAlerts
{
    private readonly Dictionary<(int List, string Plate), List<Alert>> _first = [];
    private readonly List<(Alert Repeat, Alert First)> _found = [];

    private RepeatedAlerts()
    {
    }

    /// <summary>Reads the alerts that those of some matches could repeat.</summary>
    public static async Task<RepeatedAlerts> LoadAsync(
        DashboardDbContext db, IReadOnlyCollection<FlowMatch> matches, CancellationToken cancellationToken)
    {
        var repeats = new RepeatedAlerts();
        var waiting = matches.Where(match => match.List.List.RepeatMinutes > 0).ToList();
        if (waiting.Count == 0)
        {
            return repeats;
        }

        var lists = waiting.Select(match => match.List.List.Id).Distinct().ToList();
        var plates = waiting.Select(match => match.Plate).Distinct().ToList();
        var maxInterval = TimeSpan.FromMinutes(waiting.Max(match => match.List.List.RepeatMinutes));
        var (from, to) = (waiting.Min(match => match.Flow.FirstSeenAt) - maxInterval, waiting.Max(match => match.Flow.FirstSeenAt) + maxInterval);
        var first = await db.Alerts.AsNoTracking()
            .Where(alert => alert.RepeatOf == null
                && plates.Contains(alert.Plate)
                && lists.Contains(alert.ListId)
                && alert.FirstSeenAt > from
                && alert.FirstSeenAt < to)
            .OrderBy(alert => alert.Id)
            .ToListAsync(cancellationToken);
        foreach (var alert in first)
        {
            repeats.FirstOf(alert).Add(alert);
        }

        return repeats;
    }

    /// <summary>Takes a new alert in: it repeats one that is near enough in time, or is the first of what follows.</summary>
    public void Take(Alert alert, int minutes)
    {
        if (minutes <= 0)
        {
            return;
        }

        // Near in either direction: agents deliver late, and not in the order of time.
        var known = FirstOf(alert);
        if (known.Find(first => (alert.FirstSeenAt - first.FirstSeenAt).Duration() < TimeSpan.FromMinutes(minutes)) is { } first)
        {
            _found.Add((alert, first));
        }
        else
        {
            known.Add(alert);
        }
    }

    /// <summary>Once all have their numbers: stores which repeat which. The counts are raised in the database, where others raise them too.</summary>
    public async Task StoreAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (_found.Count == 0)
        {
            return;
        }

        foreach (var (repeat, first) in _found)
        {
            repeat.RepeatOf = first.Id;
        }

        await db.SaveChangesAsync(cancellationToken);
        foreach (var one in _found.GroupBy(pair => pair.First))
        {
            var (id, count, last) = (one.Key.Id, one.Count(), one.Max(pair => pair.Repeat.FirstSeenAt));
            await db.Alerts.Where(alert => alert.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(alert => alert.RepeatCount, alert => alert.RepeatCount + count)
                    .SetProperty(alert => alert.LastRepeatAt, last),
                cancellationToken);
        }
    }

    private List<Alert> FirstOf(Alert alert)
    {
        var key = (alert.ListId, alert.Plate);
        return _first.TryGetValue(key, out var known) ? known : _first[key] = [];
    }
}
