namespace Dashboard.Web.Pages.Flows.List;

/// <summary>
/// Which drawn row shows which flow. A flow that stays on the page stays in its row; one that comes takes the row of one that has gone, so that only
/// its words travel to the browser and not a whole row.
/// </summary>
internal sealed class RowSlots
{
    private Dictionary<long, int> _slots = [];

    /// <summary>Gives each flow shown from now on its row.</summary>
    public void Assign(IReadOnlyCollection<long> shown)
    {
        var kept = new Dictionary<long, int>(shown.Count);
        foreach (var id in shown)
        {
            if (_slots.TryGetValue(id, out var slot))
            {
                kept[id] = slot;
            }
        }

        var taken = kept.Values.ToHashSet();
        var next = 0;
        foreach (var id in shown.Where(id => !kept.ContainsKey(id)))
        {
            while (!taken.Add(next))
            {
                next++;
            }

            kept[id] = next;
        }

        _slots = kept;
    }

    /// <summary>The row of a flow that is shown.</summary>
    public int this[long id] => _slots[id];
}
