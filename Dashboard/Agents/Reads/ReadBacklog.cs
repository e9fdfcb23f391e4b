namespace Dashboard.Agents.Reads;

/// <summary>Numbers of pushed reads on this server.</summary>
/// <param name="Waiting">Reads that are no flow yet.</param>
/// <param name="Bytes">What they are kept in, pictures included.</param>
/// <param name="Refused">Frames that were sent back since the server started, because too much waited.</param>
internal sealed record ReadNumbers(int Waiting, long Bytes, long Refused);

/// <summary>The reads that this server has to make flows of, and how much of them may wait. The tracker counts them in and out.</summary>
internal sealed partial class ReadBacklog(TimeProvider time, ILogger<ReadBacklog> log)
{
    /// <summary>Reads of vehicles that are not complete; a camera has a hundred at most where all works.</summary>
    public const int MaxReads = 50_000;

    /// <summary>What they are kept in, with their pictures: a hundred cameras with a hundred reads each, where a plate's picture has 25 KB.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<long, int> _reads = [];
    private long _bytes;
    private long _refused;
    private long? _toldAt;

    public ReadNumbers Numbers
    {
        get
        {
            lock (_gate)
            {
                return new(_reads.Count, _bytes, _refused);
            }
        }
    }

    /// <summary>Whether too much waits.</summary>
    public bool IsFull
    {
        get
        {
            lock (_gate)
            {
                return IsOver();
            }
        }
    }

    /// <summary>Whether a read waits here.</summary>
    public bool Has(long read)
    {
        lock (_gate)
        {
            return _reads.ContainsKey(read);
        }
    }

    /// <summary>Counts a read in, once.</summary>
    /// <param name="bytes">What it is kept in.</param>
    public void Add(long read, int bytes)
    {
        lock (_gate)
        {
            _bytes += _reads.TryAdd(read, bytes) ? bytes : 0;
        }
    }

    /// <summary>Counts reads out that are a flow or forgotten.</summary>
    public void Remove(IEnumerable<long> reads)
    {
        lock (_gate)
        {
            foreach (var read in reads)
            {
                _bytes -= _reads.Remove(read, out var bytes) ? bytes : 0;
            }
        }
    }

    /// <summary>Whether one more frame may come; one that may not is counted, and told of now and then.</summary>
    public bool TryAdmit()
    {
        lock (_gate)
        {
            if (!IsOver())
            {
                return true;
            }

            _refused++;
            if (_toldAt is not { } told || time.GetElapsedTime(told) >= TellEvery)
            {
                _toldAt = time.GetTimestamp();
                LogFull(_reads.Count, _bytes / (1024 * 1024));
            }

            return false;
        }
    }

    private bool IsOver() => _reads.Count >= MaxReads || _bytes >= MaxBytes;

    [LoggerMessage(LogLevel.Error, "{Reads} pushed reads ({Megabytes} MB) wait to become flows; agents are told to come again later")]
    private partial void LogFull(int reads, long megabytes);
}
