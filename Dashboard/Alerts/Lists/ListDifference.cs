using System.Collections;
using Dashboard.Domain.Alerts;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Alerts.Lists;

/// <summary>What a list has to lose and to gain to be like the rows of a file. A changed entry is lost and gained.</summary>
internal sealed class ListDifference
{
    private int _rows;
    private int _modified;
    private int _unmodified;
    private int _rewritten;
    private int _left;

    /// <summary>How many entries the list will have.</summary>
    public int Count => _rows + _left;

    /// <summary>Numbers of the entries to lose.</summary>
    public List<int> ToDelete { get; } = [];

    /// <summary>Which of the rows, by their place, to gain.</summary>
    public BitArray ToInsert { get; } = new(1024);

    /// <summary>The first of what changes, for people.</summary>
    public ImportSample Sample { get; } = new();

    /// <summary>Nothing of the list stays as it is.</summary>
    public bool IsAllNew => _left == 0 && _unmodified == _rewritten;

    /// <summary>Compares two sorted sequences, each read once.</summary>
    /// <param name="onlyAdd">What is on the list stays as it is, whatever the file says of it.</param>
    public static async Task<ListDifference> FindAsync(
        IQueryable<AlertEntry> stored, SortedEntries rows, bool onlyAdd, CancellationToken cancellationToken)
    {
        var difference = new ListDifference();
        await using var old = stored.AsAsyncEnumerable().GetAsyncEnumerator(cancellationToken);
        var hasOld = await old.MoveNextAsync();
        foreach (var row in rows.Read())
        {
            while (hasOld && string.CompareOrdinal(old.Current.Plate, row.Plate) < 0)
            {
                difference.Miss(old.Current, onlyAdd);
                hasOld = await old.MoveNextAsync();
            }

            var known = hasOld && old.Current.Plate == row.Plate ? old.Current : null;
            difference.Take(row, known, onlyAdd);
            hasOld = known is null ? hasOld : await old.MoveNextAsync();
        }

        for (; hasOld; hasOld = await old.MoveNextAsync())
        {
            difference.Miss(old.Current, onlyAdd);
        }

        return difference;
    }

    public ImportResult ToResult() => new(
        _rows - _modified - _unmodified, _modified, _unmodified + _left, ToDelete.Count - _modified - _rewritten, [], 0)
    {
        Rewritten = _rewritten,
    };

    private void Miss(AlertEntry entry, bool stays)
    {
        if (stays)
        {
            _left++;
            return;
        }

        ToDelete.Add(entry.Id);
        Sample.AddDeleted(entry);
    }

    private void Take(AlertEntry row, AlertEntry? known, bool stays)
    {
        if (_rows == ToInsert.Length)
        {
            ToInsert.Length *= 2;
        }

        var isSame = known is not null && (stays || (known.Description == row.Description && known.Region == row.Region));
        var isRewritten = isSame && !stays && row.Written.Length > 0 && row.Written != known!.Written;
        _unmodified += isSame ? 1 : 0;
        _rewritten += isRewritten ? 1 : 0;
        if (!isSame || isRewritten)
        {
            ToInsert[_rows] = true;
            if (known is not null)
            {
                _modified += isSame ? 0 : 1;
                ToDelete.Add(known.Id);
            }
        }

        if (!isSame)
        {
            Sample.AddKept(row, known);
        }

        _rows++;
    }
}
