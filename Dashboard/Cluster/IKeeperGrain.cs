using Orleans;

namespace Dashboard.Cluster;

/// <summary>Sees to it that every enabled camera is watched by one machine. There is one in the cluster, with the key 0.</summary>
internal interface IKeeperGrain : IGrainWithIntegerKey
{
    /// <summary>A machine tells how it is, every second.</summary>
    Task<NodeOrder> ReportAsync(NodeReport report);

    /// <summary>All machines, for people.</summary>
    Task<ClusterView> ViewAsync();

    /// <summary>Has a machine give up its cameras, or lets it take some again. False: no such machine was heard of.</summary>
    Task<bool> DrainAsync(string node, bool isDraining);
}
