namespace Dashboard.Agents.Pictures;

/// <summary>
/// Keeps a machine that does not answer from holding up everybody who asks for it: after some failures in a row it is left alone for a while, then
/// one request tries it again.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class CircuitBreaker(TimeProvider time)
{
    /// <summary>Failures in a row that open it.</summary>
    public const int MostFailures = 3;

    /// <summary>How long it stays open.</summary>
    public static readonly TimeSpan OpenFor = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private int _failures;
    private long _openedAt;
    private bool _isTrying;

    /// <summary>Whether a request may go out now. Each that may must be followed by <see cref="Succeed"/>, <see cref="Fail"/> or <see cref="Abandon"/>.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_failures < MostFailures)
            {
                return true;
            }

            if (_isTrying || time.GetElapsedTime(_openedAt) < OpenFor)
            {
                return false;
            }

            _isTrying = true;
            return true;
        }
    }

    /// <summary>It answered.</summary>
    public void Succeed()
    {
        lock (_gate)
        {
            (_failures, _isTrying) = (0, false);
        }
    }

    /// <summary>It did not.</summary>
    public void Fail()
    {
        lock (_gate)
        {
            (_failures, _isTrying, _openedAt) = (_failures + 1, false, time.GetTimestamp());
        }
    }

    /// <summary>Nobody waited for the answer.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isTrying = false;
        }
    }
}
