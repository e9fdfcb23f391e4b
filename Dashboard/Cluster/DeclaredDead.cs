using Dashboard.Capture.Sharing;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>
/// The others have declared this machine dead, or the cluster failed here: it stops watching at once, and the program ends, to be started again by
/// what runs it. Under its old name it can never take part again.
/// </summary>
internal sealed class DeclaredDead(NodeState node, CameraShare share, IHostApplicationLifetime lifetime, ILogger<DeclaredDead> log)
    : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        node.Die();
        var cameras = share.TakeAll();
        log.LogCritical(exception, "This machine was taken out of the cluster, with {Cameras} cameras, and stops: {Reason}", cameras, context);
        Environment.ExitCode = 1;
        lifetime.StopApplication();
    }
}
