namespace Dashboard.Capture;

/// <summary>Waits between tries: doubling from 1 s to 30 s, spread by a quarter, so that cameras behind one failed switch do not all come back at once.</summary>
internal sealed class BackOff(Random random)
{
    /// <summary>The first wait, before it is spread.</summary>
    public static readonly TimeSpan First = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _tries;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = First * Math.Min(1L << Math.Min(_tries++, 10), Longest / First);
        var spread = wait * (0.75 + (random.NextDouble() / 2));
        return spread < Longest ? spread : Longest;
    }

    /// <summary>Starts over, because it worked for a while.</summary>
    public void Reset() => _tries = 0;
}
