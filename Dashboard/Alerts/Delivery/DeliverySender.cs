using Dashboard.Storage;

namespace Dashboard.Alerts.Delivery;

/// <summary>Keeps one loop running for each active web hook, and one for e-mail.</summary>
internal sealed class DeliverySender(
    WebHookStore hooks, DeliveryQueue queue, DeliveryContents contents, WebHookSender client, Mailer mailer, DeliveryFeed feed, TimeProvider time,
    ILogger<DeliverySender> log)
    : BackgroundService
{
    private readonly Dictionary<int, Running> _running = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Away from the start of the other services.
        await Task.Yield();
        var email = NewLoop(new EmailReceiver(queue, contents, mailer));
        var mails = email.RunAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var woken = feed.Next;
            try
            {
                await FollowAsync([.. (await hooks.ListAsync(stoppingToken)).Where(hook => hook.IsActive).Select(hook => hook.Id)], stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("The web hooks cannot be read: {Reason}", StorageFailure.Describe(failure));
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            await email.RestAsync(woken, DeliveryLoop.Poll, stoppingToken);
        }

        await Task.WhenAll([mails, .. _running.Values.Select(running => running.Work)]);
    }

    private async Task FollowAsync(HashSet<int> active, CancellationToken stopping)
    {
        foreach (var (id, running) in _running.Where(pair => !active.Contains(pair.Key)).ToList())
        {
            await running.Stop.CancelAsync();
            await running.Work;
            running.Stop.Dispose();
            _running.Remove(id);
        }

        foreach (var id in active.Where(id => !_running.ContainsKey(id)))
        {
            var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            _running.Add(id, new Running(NewLoop(new WebHookChannel(id, queue, hooks, contents, client)).RunAsync(stop.Token), stop));
        }
    }

    private DeliveryLoop NewLoop(IDeliveryChannel receiver) => new(receiver, queue, feed, time, log);

    private sealed record Running(Task Work, CancellationTokenSource Stop);
}
