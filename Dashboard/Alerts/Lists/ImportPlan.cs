using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Lists;

/// <summary>The first of what an import changes, by plate.</summary>
public sealed class ImportSample
{
    /// <summary>How many of each kind are named.</summary>
    public const int MaxEach = 20;

    private readonly List<AlertEntry> _added = [];
    private readonly List<(AlertEntry Before, AlertEntry After)> _modified = [];
    private readonly List<AlertEntry> _deleted = [];

    /// <summary>Plates that the list does not have yet.</summary>
    public IReadOnlyList<AlertEntry> Added => _added;

    /// <summary>Plates whose description or state becomes another.</summary>
    public IReadOnlyList<(AlertEntry Before, AlertEntry After)> Modified => _modified;

    /// <summary>Plates that the file does not have.</summary>
    public IReadOnlyList<AlertEntry> Deleted => _deleted;

    internal void AddKept(AlertEntry row, AlertEntry? known)
    {
        if (known is null && _added.Count < MaxEach)
        {
            _added.Add(row);
        }
        else if (known is not null && _modified.Count < MaxEach)
        {
            _modified.Add((known, row));
        }
    }

    internal void AddDeleted(AlertEntry entry)
    {
        if (_deleted.Count < MaxEach)
        {
            _deleted.Add(entry);
        }
    }
}

/// <summary>A file that was read and compared with a list, before anything is changed. Dispose it once it is applied or given up.</summary>
public sealed class ImportPlan : IDisposable
{
    internal ImportPlan(int listId, SortedEntries rows, ImportResult result, ImportSample sample) =>
        (ListId, Rows, Result, Sample) = (listId, rows, result, sample);

    public int ListId { get; }

    /// <summary>What applying it would do now; with wrong lines it cannot be applied.</summary>
    public ImportResult Result { get; }

    /// <summary>The first of what it would change.</summary>
    public ImportSample Sample { get; }

    /// <summary>Whether the list is already as the file says.</summary>
    public bool ChangesNothing => Result is { IsDone: true, Added: 0, Modified: 0, Deleted: 0, Rewritten: 0 };

    internal SortedEntries Rows { get; }

    /// <summary>Lets go of what was read.</summary>
    public void Dispose() => Rows.Dispose();
}
