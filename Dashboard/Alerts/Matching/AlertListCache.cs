using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Matching;

/// <summary>An active list, ready to be asked.</summary>
internal sealed class CachedAlertList
{
    private readonly HashSet<int> _sites;

    public CachedAlertList(AlertList list, EntryIndex entries)
    {
        List = list;
        Entries = entries;
        _sites = [.. list.Sites.Select(site => site.SiteId)];
        Recipients = AlertListRules.SplitRecipients(list.Recipients);
    }

    public AlertList List { get; }

    public EntryIndex Entries { get; }

    public IReadOnlyList<string> Recipients { get; }

    /// <summary>Whether it looks at flows of a site at a moment, given in the server's zone.</summary>
    public bool IsFor(int siteId, DateTime local) => (_sites.Count == 0 || _sites.Contains(siteId)) && List.Schedule.Includes(local);
}

/// <summary>
/// The active lists with all their plates. What has changed, also by another machine, is read again; a list that is read anew is there twice
/// until the last batch that asks the old one is done.
/// </summary>
internal sealed class AlertListCache(AlertListStore lists, AlertEntryStore entries)
{
    private IReadOnlyList<CachedAlertList> _loaded = [];

    /// <summary>The lists as they were last read.</summary>
    public IReadOnlyList<CachedAlertList> Current => Volatile.Read(ref _loaded);

    /// <summary>Something was read anew, whoever changed it on whichever server.</summary>
    public event Action? Changed;

    /// <summary>Reads what has changed, and returns all.</summary>
    public async Task<IReadOnlyList<CachedAlertList>> RefreshAsync(CancellationToken cancellationToken)
    {
        var known = Current.ToDictionary(loaded => loaded.List.Id);
        var now = new List<CachedAlertList>();
        foreach (var list in (await lists.ListAsync(cancellationToken)).Where(list => list.IsActive))
        {
            now.Add(known.GetValueOrDefault(list.Id) is { } loaded && loaded.List.Revision == list.Revision
                ? loaded
                : new CachedAlertList(list, await ReadAsync(list, cancellationToken)));
        }

        Volatile.Write(ref _loaded, now);
        if (now.Count != known.Count || now.Any(loaded => known.GetValueOrDefault(loaded.List.Id) != loaded))
        {
            Changed?.Invoke();
        }

        return now;
    }

    // The list was read before its entries: what is added in between has another revision, and is read again next time.
    private async Task<EntryIndex> ReadAsync(AlertList list, CancellationToken cancellationToken)
    {
        var builder = new EntryIndex.Builder(list.EntryCount);
        await foreach (var plate in entries.PlatesAsync(list.Id, cancellationToken))
        {
            builder.Add(plate);
        }

        return builder.Build();
    }
}
