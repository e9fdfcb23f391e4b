using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Dashboard.Web.Layout.Bell;

/// <summary>
/// The notices that each person has put away, on whatever page: they do not come again. Each person's are as many as there are recent alerts.
/// </summary>
internal sealed class DismissedNotices
{
    private readonly ConcurrentDictionary<int, ImmutableHashSet<long>> _ofPerson = new();

    public IReadOnlySet<long> Find(int person) => _ofPerson.GetValueOrDefault(person, []);

    public void Add(int person, IEnumerable<long> alerts)
    {
        ImmutableHashSet<long> added = [.. alerts];
        _ofPerson.AddOrUpdate(person, added, (_, known) => known.Union(added));
    }

    /// <summary>Forgets those of alerts that are not recent any more.</summary>
    public void KeepOnly(int person, IEnumerable<long> recent)
    {
        if (_ofPerson.TryGetValue(person, out var known) && known.Intersect(recent) is var kept && kept.Count < known.Count)
        {
            _ofPerson.TryUpdate(person, kept, known);
        }
    }
}
