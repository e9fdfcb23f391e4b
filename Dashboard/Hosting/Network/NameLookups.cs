using System.Net;
using System.Net.Sockets;

namespace Dashboard.Hosting.Network;

/// <summary>
/// Looks up the addresses of names. The system's look-up holds a thread for ten seconds and more where no name server answers; were that one of the
/// thread pool, as it is by <see cref="Dns.GetHostAddressesAsync(string)"/>, some dozen dead names would hold up the whole program. So it has threads
/// of its own; a name that many wait for is asked for once; and one that was found before is soon taken as it was, if the name server is silent.
/// </summary>
/// <param name="ask">Asks the system, and returns when it has an answer.</param>
/// <param name="time">Where the time comes from.</param>
internal sealed class NameLookups(Func<string, IPAddress[]> ask, TimeProvider time)
{
    /// <summary>So long a name that was found before is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // They wait, and do nothing else.
    private const int MaxThreads = 64;
    private const int StackBytes = 512 << 10;
    private const int MaxKnown = 4096;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Task<IPAddress[]>> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<(string Name, TaskCompletionSource<IPAddress[]> Answer)> _waiting = [];
    private readonly Dictionary<string, IPAddress[]> _known = new(StringComparer.OrdinalIgnoreCase);
    private int _threads;

    /// <summary>Those of this machine.</summary>
    public static NameLookups System { get; } = new(Dns.GetHostAddresses, TimeProvider.System);

    /// <summary>The addresses of a name. Throws <see cref="SocketException"/> where it is not known.</summary>
    public async Task<IPAddress[]> FindAsync(string name, CancellationToken cancellationToken)
    {
        var (answer, known) = Ask(name);
        if (known is null)
        {
            return await answer.WaitAsync(cancellationToken);
        }

        try
        {
            return await answer.WaitAsync(Patience, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or SocketException { SocketErrorCode: SocketError.TryAgain })
        {
            return known;
        }
    }

    private (Task<IPAddress[]> Answer, IPAddress[]? Known) Ask(string name)
    {
        lock (_gate)
        {
            if (!_asked.TryGetValue(name, out var asked))
            {
                var answer = new TaskCompletionSource<IPAddress[]>(TaskCreationOptions.RunContinuationsAsynchronously);
                _asked[name] = asked = answer.Task;
                _waiting.Enqueue((name, answer));
                if (_threads < MaxThreads)
                {
                    _threads++;
                    new Thread(Work, StackBytes) { IsBackground = true, Name = "Name look-up" }.Start();
                }
            }

            return (asked, _known.GetValueOrDefault(name));
        }
    }

    private void Work()
    {
        while (true)
        {
            (string Name, TaskCompletionSource<IPAddress[]> Answer) next;
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _threads--;
                    return;
                }
            }

            try
            {
                var found = ask(next.Name);
                End(next.Name, found);
                next.Answer.SetResult(found);
            }
            catch (Exception exception) when (exception is SocketException or ArgumentException)
            {
                End(next.Name, null);
                next.Answer.SetException(exception);

                // Whoever asked may have gone on without it.
                _ = next.Answer.Task.Exception;
            }
        }
    }

    private void End(string name, IPAddress[]? found)
    {
        lock (_gate)
        {
            _asked.Remove(name);
            if (found is { Length: > 0 })
            {
                if (_known.Count >= MaxKnown)
                {
                    _known.Clear();
                }

                _known[name] = found;
            }
        }
    }
}
