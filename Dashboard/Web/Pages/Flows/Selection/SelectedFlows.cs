using System.Globalization;
using Dashboard.Domain.Plates;
using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows.Selection;

/// <summary>The flows that somebody has selected, on any pages of a list. It belongs to the page's thread.</summary>
public sealed class SelectedFlows
{
    /// <summary>The most that are selected at once; their numbers stand in an address when they are exported.</summary>
    public const int MaxFlows = 500;

    /// <summary>What the browser keeps it as while the server is restarted (<c>js/drafts.js</c>).</summary>
    public const string KeptAs = "selected-flows";

    private readonly Dictionary<long, string> _plates = [];
    private IReadOnlyList<FlowWithCamera> _shown = [];
    private long? _anchor;

    /// <summary>Something was selected or let go.</summary>
    public event Action? Changed;

    public int Count => _plates.Count;

    /// <summary>No more can be selected.</summary>
    public bool IsFull => Count >= MaxFlows;

    /// <summary>The numbers of the flows, lowest first.</summary>
    public IReadOnlyList<long> Numbers => [.. _plates.Keys.Order()];

    /// <summary>Their plates, each once, by the alphabet.</summary>
    public IReadOnlyList<string> Plates => [.. _plates.Values.Where(plate => plate.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Every row that is shown is selected.</summary>
    public bool HasAllShown => _shown.Count > 0 && _shown.All(row => Contains(row.Flow.Id));

    public bool Contains(long id) => _plates.ContainsKey(id);

    /// <summary>The numbers of those that have another plate than one that was typed.</summary>
    public IReadOnlyList<long> WithOtherPlate(string typed) =>
        [.. _plates.Where(one => one.Value != PlateText.Normalize(typed)).Select(one => one.Key).Order()];

    /// <summary>The rows that are shown now: among them Shift and "all shown" select.</summary>
    public void Show(IReadOnlyList<FlowWithCamera> rows)
    {
        _shown = rows;
        foreach (var row in rows.Where(row => Contains(row.Flow.Id)))
        {
            // A correction may have given it another plate.
            _plates[row.Flow.Id] = row.Flow.Plate;
        }
    }

    /// <summary>Selects a shown flow or lets it go.</summary>
    /// <param name="isSelected">Whether it is to be selected.</param>
    /// <param name="through">All that are shown between it and the last one that was set are set likewise.</param>
    public void Set(long id, bool isSelected, bool through)
    {
        var (at, from) = (IndexOf(id), through && _anchor is { } anchor ? IndexOf(anchor) : -1);
        if (at < 0)
        {
            return;
        }

        from = from < 0 ? at : from;
        foreach (var row in _shown.Skip(Math.Min(at, from)).Take(Math.Abs(at - from) + 1))
        {
            Put(row, isSelected);
        }

        _anchor = id;
        Changed?.Invoke();
    }

    /// <summary>Selects all rows that are shown, or lets them go.</summary>
    public void SetShown(bool isSelected)
    {
        foreach (var row in _shown)
        {
            Put(row, isSelected);
        }

        Changed?.Invoke();
    }

    /// <summary>The selection as text, for <see cref="Read"/>: numbers and plates, as in <c>17:ABC123 18:</c>.</summary>
    public string Write() => string.Join(' ', _plates.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key}:{one.Value}")));

    /// <summary>Selects what a text of <see cref="Write"/> says; what is not one is left out.</summary>
    public void Read(string text)
    {
        foreach (var one in text.Split(' ').Take(MaxFlows))
        {
            if (one.Split(':') is [var id, var plate] && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                _plates[number] = plate;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Lets all go.</summary>
    public void Clear()
    {
        _anchor = null;
        if (_plates.Count > 0)
        {
            _plates.Clear();
            Changed?.Invoke();
        }
    }

    private void Put(FlowWithCamera row, bool isSelected)
    {
        if (!isSelected)
        {
            _plates.Remove(row.Flow.Id);
        }
        else if (!IsFull || Contains(row.Flow.Id))
        {
            _plates[row.Flow.Id] = row.Flow.Plate;
        }
    }

    private int IndexOf(long id)
    {
        for (var i = 0; i < _shown.Count; i++)
        {
            if (_shown[i].Flow.Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
