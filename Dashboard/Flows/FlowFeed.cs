using Dashboard.Hosting;

namespace Dashboard.Flows;

/// <summary>Tells who listens that flows were stored.</summary>
internal sealed class FlowFeed : ChangeFeed<FlowWithCamera>
{
    private readonly ElsewhereFeed _elsewhere = new();

    /// <summary>
    /// As <see cref="ChangeFeed{T}.Subscribe"/>, and of what other machines of a cluster stored as well: for who shows flows, not for who passes them
    /// on, as each machine does so with its own.
    /// </summary>
    public IDisposable SubscribeToAll(Action<IReadOnlyList<FlowWithCamera>> listener) =>
        new Both(Subscribe(listener), _elsewhere.Subscribe(listener));

    /// <summary>Tells of flows that another machine stored.</summary>
    internal void PublishElsewhere(IReadOnlyList<FlowWithCamera> flows) => _elsewhere.Publish(flows);

    private sealed class ElsewhereFeed : ChangeFeed<FlowWithCamera>;

    private sealed class Both(IDisposable here, IDisposable elsewhere) : IDisposable
    {
        public void Dispose()
        {
            here.Dispose();
            elsewhere.Dispose();
        }
    }
}

/// <summary>Tells who listens of cameras whose last flow with a plate was removed.</summary>
internal sealed class RemovedLastPlateFeed : ChangeFeed<int>;
