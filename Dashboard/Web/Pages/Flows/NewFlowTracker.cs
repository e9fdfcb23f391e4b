using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows;

/// <summary>Remembers from where on flows were stored since a list was read. May be used from any thread.</summary>
internal sealed class NewFlowTracker
{
    private readonly Lock _gate = new();
    private long? _before;

    /// <summary>Every flow that arrived has a greater number than this; null where none did.</summary>
    public long? Before
    {
        get
        {
            lock (_gate)
            {
                return _before;
            }
        }
    }

    /// <summary>Notes a stored batch.</summary>
    public void Note(IReadOnlyList<FlowWithCamera> stored)
    {
        lock (_gate)
        {
            foreach (var row in stored)
            {
                _before = Math.Min(_before ?? long.MaxValue, row.Flow.Id - 1);
            }
        }
    }

    /// <summary>Begins anew: the list is about to be read.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _before = null;
        }
    }

    /// <summary>Flows up to this number are in the list, though they were noted while it was read.</summary>
    public void Shown(long highest)
    {
        lock (_gate)
        {
            _before = _before is { } before ? Math.Max(before, highest) : null;
        }
    }
}
