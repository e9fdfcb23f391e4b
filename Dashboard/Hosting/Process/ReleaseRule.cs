namespace Dashboard.Hosting.Process;

/// <summary>
/// Tells when giving memory back is worth the pause that it costs: where more is used than after the last time, on a calm server, or more than there
/// may be, on a busy one.
/// </summary>
internal sealed class ReleaseRule(long maxBytes)
{
    /// <summary>Less is not worth it.</summary>
    public const long WorthBytes = 20L << 20;

    /// <summary>Rounds until more is taken for what is needed now: what a crowd has asked for is still worked on when it becomes calm.</summary>
    public const int MaxTries = 4;

    private long _settled;
    private int _tries;

    /// <param name="isCalm">Whether little was allocated since the last round.</param>
    /// <param name="used">Bytes that the program uses.</param>
    /// <param name="trimmed">Bytes that were let go of this round.</param>
    public bool IsDue(bool isCalm, long used, long trimmed) => isCalm ? trimmed > WorthBytes || used > _settled + WorthBytes : used > maxBytes;

    /// <summary>It was given back, and so much is used still: on a busy server that is no measure for the next time.</summary>
    public void Settle(bool isCalm, long used)
    {
        if (!isCalm)
        {
            _tries = 0;
        }
        else if (_settled == 0 || used <= _settled + WorthBytes || ++_tries >= MaxTries)
        {
            (_settled, _tries) = (used, 0);
        }
    }
}
