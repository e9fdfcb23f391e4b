namespace Dashboard.Hosting;

/// <summary>A place that was taken in a semaphore: given back once, however often it is disposed.</summary>
internal sealed class HeldPlace(SemaphoreSlim places) : IDisposable
{
    private SemaphoreSlim? _places = places;

    public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
}
