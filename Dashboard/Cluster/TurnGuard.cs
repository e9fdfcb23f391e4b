using Dashboard.Cameras;
using Dashboard.Capture.Sharing;
using Dashboard.Hosting;
using Orleans.Runtime;

namespace Dashboard.Cluster;

/// <summary>
/// Has the database confirm every second that this machine's turns are the newest, and lets go of cameras where they are not. Where neither the
/// database nor any other machine answers, this machine is cut off and lets go of all: the others are about to begin.
/// </summary>
internal sealed class TurnGuard(
    CameraTurns turns, CameraShare share, NodeState node, IClusterMembershipService membership, TimeProvider time, ILogger<TurnGuard> log)
    : PeriodicWork(TimeSpan.FromSeconds(1), isAtOnce: false, "The database does not confirm which cameras this machine watches", time, log)
{
    /// <summary>So long after the last sign of the database and of any other machine, this one is cut off.</summary>
    public static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan MaxAnswer = TimeSpan.FromSeconds(1.5);

    protected override async Task DoAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ConfirmAsync(cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            LetGoIfCutOff();
            throw;
        }
    }

    private async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var held = share.Turns;
        if (held.Count > 0)
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            late.CancelAfter(MaxAnswer);
            foreach (var lost in await turns.FindLostAsync(held, late.Token).WaitAsync(MaxAnswer, Time, cancellationToken))
            {
                Log.LogWarning("Camera {Camera} is watched by another machine: it is let go of here", lost);
                share.Take(lost, held[lost]);
            }
        }

        node.Confirmed();
    }

    private void LetGoIfCutOff()
    {
        var isAlone = membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) <= 1;
        if (isAlone || node.SinceConfirmed < MaxSilence || node.SinceHeard < MaxSilence || share.TakeAll() is not (> 0 and var cameras))
        {
            return;
        }

        Log.LogWarning(
            "This machine is cut off from the database and from all others: it lets go of its {Cameras} cameras, which the others watch from now on",
            cameras);
    }
}
