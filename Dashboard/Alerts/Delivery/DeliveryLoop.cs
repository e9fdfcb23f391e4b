using Dashboard.Hosting;
using Dashboard.Hosting.Logging;
using Dashboard.Pipeline;
using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery;

/// <summary>
/// Sends one receiver's deliveries one after the other, for as long as the server runs. What waits for another receiver never waits for this
/// one. A delivery is marked after the answer, so that one whose answer was lost is sent again rather than never.
/// </summary>
internal sealed class DeliveryLoop(IDeliveryChannel receiver, DeliveryQueue queue, DeliverySignal signal, TimeProvider time, ILogger log)
{
    /// <summary>The longest rest: other machines store deliveries too, and their wake-up does not reach this one.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(3);

    private readonly FailureLog _failures = new(log, $"Deliveries to {receiver.Name} wait");

    /// <summary>Runs until it is cancelled; never throws.</summary>
    public Task RunAsync(CancellationToken cancellationToken) =>
        new WokenWork(signal, new BackOff(PollInterval, PollInterval), _failures, time).RunAsync(StepAsync, cancellationToken);

    // Returns how long there is nothing to do.
    private async Task<TimeSpan> StepAsync(CancellationToken cancellationToken)
    {
        if (await receiver.NextAsync(cancellationToken) is not { } row)
        {
            return PollInterval;
        }

        var wait = queue.TimeUntilDue(row);
        if (wait > TimeSpan.Zero)
        {
            return wait < PollInterval ? wait : PollInterval;
        }

        if (!await queue.ClaimAsync(row, cancellationToken))
        {
            return TimeSpan.FromMilliseconds(100);
        }

        await SendAsync(row, cancellationToken);
        return TimeSpan.Zero;
    }

    private async Task SendAsync(DeliveryRow row, CancellationToken cancellationToken)
    {
        DeliveryOutcome outcome;
        var began = time.GetUtcNow();
        try
        {
            outcome = await receiver.SendAsync(row, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await queue.ReleaseAsync(row);
            throw;
        }
        catch (Exception exception) when (!StorageFailure.MayPass(exception))
        {
            // One that nobody has thought of counts as an attempt, so that it does not hold up what comes after it.
            log.LogError(exception, "Delivery {Delivery} to {Receiver} could not be sent", row.Id, receiver.Name);
            outcome = new(DeliveryResult.TransientFailure, null, "It could not be sent; the server's log has the reason", 0);
        }

        var end = time.GetUtcNow();

        // The answer is there: it is written down even where the server is being stopped.
        if (await queue.FinishAsync(row, outcome, CancellationToken.None))
        {
            var others = await queue.GiveUpOldAsync(receiver.HookId, cancellationToken);
            log.LogWarning(
                "{Deliveries} deliveries to {Receiver} failed: it has not taken them for 7 days: {Answer}",
                others + 1,
                receiver.Name,
                outcome.Answer);
        }

        if (FlowTrace.IsOn && await queue.FlowUuidAsync(row, cancellationToken) is { } flow)
        {
            FlowTrace.Add("deliver", flow, began, end, ("receiver", receiver.Name), ("result", outcome.Result.ToString()));
        }
    }
}
