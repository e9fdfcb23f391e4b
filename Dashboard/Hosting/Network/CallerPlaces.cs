namespace Dashboard.Hosting.Network;

/// <summary>
/// Places for connections that stay open: so many in all, and at most a share of them for one caller, so that nobody shuts the others out.
/// </summary>
internal class CallerPlaces(int places, int perCaller)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _ofCaller = new(StringComparer.Ordinal);
    private int _taken;

    public int Taken => Volatile.Read(ref _taken);

    /// <summary>Takes a place, which is free again when it is disposed; null: there is none left, or none for this caller.</summary>
    public IDisposable? TryTake(string caller)
    {
        lock (_gate)
        {
            var own = _ofCaller.GetValueOrDefault(caller);
            if (_taken >= places || own >= perCaller)
            {
                return null;
            }

            _taken++;
            _ofCaller[caller] = own + 1;
            return new Place(this, caller);
        }
    }

    private void Free(string caller)
    {
        lock (_gate)
        {
            _taken--;
            if (--_ofCaller[caller] == 0)
            {
                _ofCaller.Remove(caller);
            }
        }
    }

    private sealed class Place(CallerPlaces places, string caller) : IDisposable
    {
        private CallerPlaces? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Free(caller);
    }
}
