using Dashboard.Domain.Alerts;

namespace Dashboard.Alerts.Lists;

/// <summary>The first of what an import changes, by plate.</summary>
internal sealed class ImportSample
{
    /// <summary>How many of each kind are named.</summary>
    public const int MaxEach = 20;

    private readonly List<AlertEntry> _added = [];
    private readonly List<(AlertEntry Before, AlertEntry After)> _modified = [];
    private readonly List<AlertEntry> _deleted = [];

    public IReadOnlyList<AlertEntry> Added => _added;

    public IReadOnlyList<(AlertEntry Before, AlertEntry After)> Modified => _modified;

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
/// <param name="listId">The list.</param>
/// <param name="rows">What the file says.</param>
/// <param name="result">What applying it would do now; with wrong lines it cannot be applied.</param>
/// <param name="sample">The first of what it would change.</param>
internal sealed class ImportPlan(int listId, SortedEntries rows, ImportResult result, ImportSample sample) : IDisposable
{
    public int ListId { get; } = listId;

    public ImportResult Result { get; } = result;

    public ImportSample Sample { get; } = sample;

    /// <summary>Whether the list is already as the file says.</summary>
    public bool ChangesNothing => Result is { IsDone: true, Added: 0, Modified: 0, Deleted: 0 };

    internal SortedEntries Rows { get; } = rows;

    public void Dispose() => Rows.Dispose();
}
