using Dashboard.Cameras;
using Dashboard.Storage;
using Orleans;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>The cluster as people see and work it; there is none where the settings do not say so.</summary>
internal sealed class ClusterDirectory(CameraTurns turns, IGrainFactory? grains)
{
    /// <summary>Turns that are shown.</summary>
    public const int MaxTurns = 20;

    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(3);

    /// <summary>This machine is one of several.</summary>
    public bool IsEnabled => grains is not null;

    /// <summary>All machines; null: the one that knows them does not answer, or is being replaced.</summary>
    public async Task<ClusterView?> ReadAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return grains is null ? null : await Keeper().ViewAsync().WaitAsync(MaxAnswer, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return null;
        }
    }

    /// <summary>The last turns of machines with cameras, the newest first.</summary>
    public Task<IReadOnlyList<CameraTurn>> ReadTurnsAsync(CancellationToken cancellationToken = default) =>
        turns.ListLatestAsync(MaxTurns, cancellationToken);

    /// <summary>
    /// Has a machine give up its cameras, or lets it take some again; it does so within seconds. False: there is no such machine, or nobody answers.
    /// </summary>
    public async Task<bool> DrainAsync(string node, bool isDraining)
    {
        try
        {
            return grains is not null && await Keeper().DrainAsync(node, isDraining).WaitAsync(MaxAnswer);
        }
        catch (Exception exception) when (exception is TimeoutException or OrleansException)
        {
            return false;
        }
    }

    private IKeeperGrain Keeper() => grains!.GetGrain<IKeeperGrain>(0);
}
