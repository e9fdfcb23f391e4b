using Dashboard.Flows;

namespace Dashboard.Web.Pages.Flows.List.Live;

/// <summary>Remembers after which number flows were stored since a list was read. May be used from any thread.</summary>
internal sealed class NewFlowTracker
{
    private readonly Lock _gate = new();
    private long? _after;

    /// <summary>Every flow that arrived has a greater number than this; null where none did.</summary>
    public long? After
    {
        get
        {
            lock (_gate)
            {
                return _after;
            }
        }
    }

    /// <summary>Flows with greater numbers may have arrived before anybody listened.</summary>
    public void Begin(long after)
    {
        lock (_gate)
        {
            _after = Math.Min(_after ?? long.MaxValue, after);
        }
    }

    public void Record(IReadOnlyList<FlowWithCamera> stored)
    {
        if (stored.Count > 0)
        {
            Begin(stored.Min(row => row.Flow.Id) - 1);
        }
    }

    /// <summary><see cref="After"/>, which is forgotten.</summary>
    public long? Take()
    {
        lock (_gate)
        {
            var after = _after;
            _after = null;
            return after;
        }
    }

    /// <summary>The list is about to be read.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _after = null;
        }
    }

    /// <summary>Flows up to this number are in the list, though they were noted while it was read.</summary>
    public void Shown(long highest)
    {
        lock (_gate)
        {
            _after = _after is { } after ? Math.Max(after, highest) : null;
        }
    }
}
