using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Web.Shared.Timing;

namespace Dashboard.Web.Pages.Flows.List.Live;

/// <summary>
/// Tells open lists what was stored, all at the same time and at most once an interval; and what they then ask, is asked once for all that ask the
/// same. So a hundred people who look at one list cost the database no more than one.
/// </summary>
internal sealed class LiveFlows : IDisposable
{
    /// <summary>How often open lists are told.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly NewFlowTracker _arrived = new();
    private readonly Throttle _throttle;
    private readonly IDisposable _subscription;
    private readonly NumberFeed _numbers = new();
    private Dictionary<object, Task> _answers = [];

    /// <summary>Follows what is stored.</summary>
    public LiveFlows(FlowFeed feed, TimeProvider clock, ILogger<LiveFlows> logger)
    {
        _throttle = new Throttle(
            TellAsync, Interval, clock, exception => logger.LogError(exception, "An open list of flows could not be told what was stored"));
        _subscription = feed.SubscribeToAll(stored =>
        {
            _arrived.Record(stored);
            _throttle.Ask();
        });
    }

    /// <summary>
    /// Calls <paramref name="listener"/> with the number that all flows that were stored since the last call are above. It must be quick and not
    /// throw. Dispose to stop.
    /// </summary>
    public IDisposable Subscribe(Action<long> listener) => _numbers.Subscribe(numbers => listener(numbers[^1]));

    /// <summary>
    /// The answer to a question that was asked since the lists were told last; it is asked where nobody has. So it knows every flow that they were
    /// told of.
    /// </summary>
    /// <param name="question">What tells questions apart, with who asks where that makes a difference.</param>
    /// <param name="ask">Asks without waiting, and is not stopped by who no longer wants to know.</param>
    public Task<T> AskAsync<T>(object question, Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        Task<T> answer;
        lock (_gate)
        {
            if (_answers.GetValueOrDefault(question) is Task<T> { IsFaulted: false, IsCanceled: false } known)
            {
                answer = known;
            }
            else
            {
                _answers[question] = answer = ask();
            }
        }

        return answer.WaitAsync(cancellationToken);
    }

    public void Dispose()
    {
        _subscription.Dispose();
        _throttle.Dispose();
    }

    private Task TellAsync()
    {
        long? after;
        lock (_gate)
        {
            // What arrives from here on is told the next time; what is asked from here on knows all that is told now.
            after = _arrived.Take();
            _answers = [];
        }

        if (after is { } number)
        {
            _numbers.Publish([number]);
        }

        return Task.CompletedTask;
    }

    private sealed class NumberFeed : ChangeFeed<long>;
}
