using Dashboard.Configuration;

namespace Dashboard.Cluster;

/// <summary>What this machine is within the cluster, at this moment. Safe to use from any thread.</summary>
internal sealed class NodeState(ClusterOptions options, ServerOptions server, TimeProvider time)
{
    private long _heardAt = time.GetTimestamp();
    private long _storedAt = time.GetTimestamp();
    private volatile bool _isDraining;
    private volatile bool _isDead, _isLeaving;

    public string Name { get; } = options.NodeName();

    /// <summary>It is to give up its cameras, until somebody lets it take some again or it starts anew.</summary>
    public bool IsDraining
    {
        get => _isDraining;
        set => _isDraining = value;
    }

    /// <summary>The others have declared it dead; it stops.</summary>
    public bool IsDead => _isDead;

    /// <summary>Whether it takes cameras.</summary>
    public bool MayWatch => server.Role != ServerRole.Server && !_isDraining && !_isDead && !_isLeaving;

    /// <summary>How long ago another machine was heard of.</summary>
    public TimeSpan SinceHeard => time.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>How long ago the database confirmed the turns.</summary>
    public TimeSpan SinceConfirmed => time.GetElapsedTime(Volatile.Read(ref _storedAt));

    public void Heard() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    public void Confirmed() => Volatile.Write(ref _storedAt, time.GetTimestamp());

    public void Die() => _isDead = true;

    /// <summary>The program stops.</summary>
    public void Leave() => _isLeaving = true;
}
