using Dashboard.Agents.Intake;
using Dashboard.Hosting;

namespace Dashboard.Agents.Reads;

/// <summary>More reads wait for their flows than can be kept; the agent keeps its own for a while.</summary>
internal sealed class BacklogFullException() : Exception("Too many reads wait to become flows");

/// <summary>
/// Takes pushed frames from many requests and keeps their reads together. The requests' places (<see cref="GroupIntake"/>) bound what is in memory,
/// <see cref="ReadBacklog"/> what is in the database.
/// </summary>
internal sealed class ReadIntake(PushedReadStore store, ReadBacklog backlog, NewestReads newest, IntakeStatus status, ILogger<ReadIntake> log)
    : BatchIntake<PushedFrame>(GroupIntake.MaxParallel, "Pushed reads could not be stored; agents send theirs again", status, log)
{
    // What an agent sends again although its flow is stored already would begin another.
    private const int MaxRemembered = 4096;

    private readonly HashSet<string> _remembered = [];
    private readonly Queue<string> _order = [];

    /// <summary>Told when reads have come.</summary>
    public WakeSignal Arrived { get; } = new();

    /// <summary>Returns once the frame's reads are kept for good. Throws what the database says, and <see cref="BacklogFullException"/>.</summary>
    public async Task StoreAsync(PushedFrame frame, CancellationToken cancellationToken)
    {
        newest.Record(frame);
        if (frame.IsGrouped || frame.Plates.Count == 0)
        {
            return;
        }

        if (!backlog.TryAdmit())
        {
            throw new BacklogFullException();
        }

        await EnqueueAsync(frame, cancellationToken);
    }

    protected override async Task StoreAsync(IReadOnlyList<PushedFrame> batch)
    {
        var frames = batch.Where(frame => !_remembered.Contains(frame.Name)).ToList();
        if (frames.Count > 0)
        {
            await store.AddAsync(frames, CancellationToken.None);
            Remember(frames);
            Arrived.Wake();
        }
    }

    private void Remember(IEnumerable<PushedFrame> frames)
    {
        foreach (var frame in frames.Where(frame => _remembered.Add(frame.Name)))
        {
            _order.Enqueue(frame.Name);
            if (_order.Count > MaxRemembered)
            {
                _remembered.Remove(_order.Dequeue());
            }
        }
    }
}
