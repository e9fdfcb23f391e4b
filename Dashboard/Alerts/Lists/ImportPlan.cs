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
    internal ImportPlan(int listId, ReadEntries read, ImportResult result, ImportSample sample) =>
        (ListId, Read, Result, Sample) = (listId, read, result, sample);

    public int ListId { get; }

    /// <summary>What applying it would do now; with wrong lines, what applying the others would do.</summary>
    public ImportResult Result { get; }

    /// <summary>What it would do where what is on the list already stays as it is.</summary>
    public ImportResult OnlyAdding => Result with
    {
        Modified = 0,
        Deleted = 0,
        Unmodified = Result.Modified + Result.Unmodified + Result.Deleted,
        Rewritten = 0,
    };

    /// <summary>The first of what it would change.</summary>
    public ImportSample Sample { get; }

    /// <summary>The lines that are wrong, the first <see cref="ReadEntries.MaxWrong"/> of them.</summary>
    public IReadOnlyList<ImportError> Wrong => Read.Wrong;

    /// <summary>How many lines are right.</summary>
    public long Right => Read.Right;

    /// <summary>There are wrong lines, and others that can be applied without them.</summary>
    public bool HasRightBesideWrong => Read.WrongCount > 0 && !Read.IsUseless;

    /// <summary>Whether the list is already as the file says, wrong lines aside.</summary>
    public bool ChangesNothing => Result is { Added: 0, Modified: 0, Deleted: 0, Rewritten: 0 } && !Read.IsUseless;

    internal ReadEntries Read { get; }

    /// <summary>Lets go of what was read.</summary>
    public void Dispose() => Read.Dispose();
}
