using Dashboard.Alerts.Matching;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;

namespace Dashboard.Alerts.Lists;

/// <summary>A list that a plate stands on, by itself or through a wildcard.</summary>
internal sealed record PlateListing(AlertList List, AlertEntry Entry);

/// <summary>Tells which alert lists plates stand on, from the lists in memory; the database is asked only for entries that match.</summary>
internal sealed class ListedPlates(AlertListCache lists, AlertEntryStore entries)
{
    /// <summary>The lists are others than before.</summary>
    public event Action Changed
    {
        add => lists.Changed += value;
        remove => lists.Changed -= value;
    }

    /// <summary>The active lists that a plate stands on, by name, as far as the person sees them.</summary>
    public async Task<IReadOnlyList<PlateListing>> FindAsync(string plate, SiteScope siteScope, CancellationToken cancellationToken = default)
    {
        var found = new List<PlateListing>();
        foreach (var list in lists.Current.Where(list => AlertListRules.IsSeen(list.List, siteScope)))
        {
            if (list.Entries.Find(plate) is { } match
                && (await entries.FindAsync(list.List.Id, [match.Plate], cancellationToken)).TryGetValue(match.Plate, out var entry))
            {
                found.Add(new PlateListing(list.List, entry));
            }
        }

        return [.. found.OrderBy(listing => listing.List.Name, StringComparer.CurrentCultureIgnoreCase)];
    }
}
