namespace Dashboard.Domain.Flows;

/// <summary>
/// Keeps a few of the views that were each the best of their vehicle for a time, spread over its passage: of too many, the one goes that is nearest
/// in time to others. The sharpest one stays.
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

    /// <summary>How sharp the sharpest is; 0: there is none.</summary>
    public double Sharpness => _views.Count == 0 ? 0 : _views.Max(view => view.Sharpness);

    // The first and the last stay: they show where the vehicle came from. So does the sharpest.
    private int Nearest()
    {
        if (_views.Count <= 2)
        {
            return _views.Count - 1;
        }

        var inner = Enumerable.Range(1, _views.Count - 2).ToList();
        if (inner.Count > 1 && _views.IndexOf(_views.MaxBy(view => view.Sharpness)!) is var sharpest && _views[sharpest].Sharpness > 0)
        {
            inner.Remove(sharpest);
        }

        return inner.MinBy(i => _views[i + 1].At - _views[i - 1].At);
    }
}

/// <summary>A picture of a vehicle and when it was taken.</summary>
/// <param name="Sharpness">How sharp its plate is, compared with others of the vehicle; 0: not known.</param>
public sealed record TakenView(DateTimeOffset At, byte[] Jpeg, double Sharpness = 0);
