namespace Dashboard.Capture.Sharing;

/// <summary>This machine's turn with a camera that several machines share.</summary>
/// <param name="Number">Its number among those of the camera; null: the cameras are not shared.</param>
/// <param name="Over">Cancelled at the moment at which the turn is over.</param>
internal readonly record struct HeldTurn(long? Number, CancellationToken Over);

/// <summary>
/// Which cameras this machine watches: all of them, unless several machines share them; then those that were given to it, each with its turn. Safe to
/// use from any thread.
/// </summary>
/// <param name="isShared">Several machines share the cameras.</param>
internal sealed class CameraShare(bool isShared = false)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (long Turn, CancellationTokenSource Over)> _turns = [];

    /// <summary>A camera was given or taken; raised on the thread that did so.</summary>
    public event Action? Changed;

    public bool IsShared => isShared;

    /// <summary>The turns by camera, at this moment.</summary>
    public IReadOnlyDictionary<int, long> Turns
    {
        get
        {
            lock (_gate)
            {
                return _turns.ToDictionary(turn => turn.Key, turn => turn.Value.Turn);
            }
        }
    }

    /// <summary>The turn with a camera; null: it is not watched here.</summary>
    public HeldTurn? Find(int cameraId)
    {
        if (!isShared)
        {
            return default(HeldTurn);
        }

        lock (_gate)
        {
            return _turns.TryGetValue(cameraId, out var turn) ? new HeldTurn(turn.Turn, turn.Over.Token) : null;
        }
    }

    /// <summary>A camera is watched here from now on.</summary>
    public void Give(int cameraId, long turn)
    {
        CancellationTokenSource? before;
        lock (_gate)
        {
            before = _turns.GetValueOrDefault(cameraId).Over;
            _turns[cameraId] = (turn, new CancellationTokenSource());
        }

        End(before is null ? [] : [before]);
    }

    /// <summary>A camera is not watched here any more, if this is still its turn: its worker is told at once.</summary>
    public void Take(int cameraId, long turn)
    {
        CancellationTokenSource over;
        lock (_gate)
        {
            if (!_turns.TryGetValue(cameraId, out var held) || held.Turn != turn)
            {
                return;
            }

            over = held.Over;
            _turns.Remove(cameraId);
        }

        End([over]);
    }

    /// <summary>No camera is watched here any more. Returns how many were.</summary>
    public int TakeAll()
    {
        List<CancellationTokenSource> all;
        lock (_gate)
        {
            all = [.. _turns.Values.Select(turn => turn.Over)];
            _turns.Clear();
        }

        End(all);
        return all.Count;
    }

    // Never disposed: workers may still link themselves to it, and without a timer it holds nothing but memory.
    private void End(List<CancellationTokenSource> over)
    {
        over.ForEach(turn => turn.Cancel());
        Changed?.Invoke();
    }
}
