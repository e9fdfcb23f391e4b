namespace Dashboard.Domain.Flows;

/// <summary>
/// Keeps a few of the views that were each the best of their vehicle for a time, spread over its passage: of too many, the one goes that is nearest
/// in time to others. Nothing is encoded for it, so it costs a frame nothing.
/// </summary>
public sealed class ViewStrip
{
    private readonly List<TakenView> _views = [];

    /// <summary>The most bytes of all views together.</summary>
    public const int MaxBytes = 4_000_000;

    /// <summary>The views, the oldest first.</summary>
    public IReadOnlyList<TakenView> Views => _views;

    /// <summary>Takes in a view that is no longer the best one.</summary>
    public void Add(TakenView view)
    {
        var at = _views.FindLastIndex(known => known.At <= view.At) + 1;
        _views.Insert(at, view);
        while (_views.Count > 0 && (_views.Count >= FlowViews.MaxViews || _views.Sum(known => (long)known.Jpeg.Length) > MaxBytes))
        {
            _views.RemoveAt(Nearest());
        }
    }

    // The first and the last stay: they show where the vehicle came from.
    private int Nearest()
    {
        if (_views.Count <= 2)
        {
            return _views.Count - 1;
        }

        var inner = Enumerable.Range(1, _views.Count - 2);
        return inner.MinBy(i => _views[i + 1].At - _views[i - 1].At);
    }
}

/// <summary>A picture of a vehicle and when it was taken.</summary>
public sealed record TakenView(DateTimeOffset At, byte[] Jpeg);
