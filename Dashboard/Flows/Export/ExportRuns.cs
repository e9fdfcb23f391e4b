using System.Collections.Concurrent;
using System.Security.Cryptography;
using Dashboard.Hosting;

namespace Dashboard.Flows.Export;

internal enum ExportState
{
    /// <summary>Its file was not asked for yet.</summary>
    Waiting,

    Running,

    Done,

    /// <summary>It was cancelled, or the browser went away.</summary>
    Stopped,

    /// <summary>It ended too soon; the server's log says why.</summary>
    Failed,
}

/// <summary>One export, seen from the page that asked for it.</summary>
/// <param name="Id">Names it in the file's address; cannot be guessed.</param>
/// <param name="Total">How many rows it will have.</param>
internal sealed record ExportRun(string Id, string Person, long Total)
{
    private readonly CancellationTokenSource _stop = new();
    private long _written;
    private int _state;

    public long Written => Interlocked.Read(ref _written);

    public ExportState State => (ExportState)Volatile.Read(ref _state);

    /// <summary>Share of the rows that is written, 0 to 1.</summary>
    public double Share => Total == 0 ? 1 : Math.Min(1, (double)Written / Total);

    /// <summary>The person no longer wants it.</summary>
    public CancellationToken Stopped => _stop.Token;

    public void Stop() => _stop.Cancel();

    internal void Add(int rows) => Interlocked.Add(ref _written, rows);

    internal void Enter(ExportState state) => Volatile.Write(ref _state, (int)state);
}

/// <summary>The exports under way: at most <see cref="MaxConcurrent"/> write files, and the pages that asked see how far they are.</summary>
internal sealed class ExportRuns : IDisposable
{
    /// <summary>The most files that are written at once.</summary>
    public const int MaxConcurrent = 4;

    private const int MaxKept = 200;
    private readonly ConcurrentDictionary<string, ExportRun> _runs = new();
    private readonly ConcurrentQueue<string> _oldest = new();
    private readonly SemaphoreSlim _places = new(MaxConcurrent);

    /// <summary>Announces an export; the oldest one is forgotten where too many are known.</summary>
    public ExportRun Announce(string person, long total)
    {
        var run = new ExportRun(RandomNumberGenerator.GetHexString(32, lowercase: true), person, total);
        _runs[run.Id] = run;
        _oldest.Enqueue(run.Id);
        while (_runs.Count > MaxKept && _oldest.TryDequeue(out var old))
        {
            _runs.TryRemove(old, out _);
        }

        return run;
    }

    /// <summary>An announced export of a person; null where there is none.</summary>
    public ExportRun? Find(string? id, string person) => id is not null && _runs.TryGetValue(id, out var run) && run.Person == person ? run : null;

    /// <summary>Forgets an export, and ends it.</summary>
    public void Forget(ExportRun run)
    {
        _runs.TryRemove(run.Id, out _);
        run.Stop();
    }

    /// <summary>A place for writing a file; null where all are taken. Dispose it.</summary>
    public IDisposable? TryEnter() => _places.Wait(0) ? new HeldPlace(_places) : null;

    public void Dispose() => _places.Dispose();
}
