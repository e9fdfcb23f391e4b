namespace Dashboard.Web.Shared.Timing;

/// <summary>
/// How long a component is shown. The token stays readable afterwards: what a component was at when the person went on comes to its next step
/// then, and asks for it. A <see cref="CancellationTokenSource"/> that was disposed throws there, and the person would be told of an error.
/// </summary>
internal sealed class ComponentLifetime : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled once the component is gone.</summary>
    public CancellationToken Gone => _source.Token;

    public bool IsOver => _source.IsCancellationRequested;

    /// <summary>Ends it. What was waiting is told on threads of its own, and not while the page is drawn.</summary>
    // The source holds no timer: there is nothing of it to free.
    public void Dispose() => _ = _source.CancelAsync();
}
