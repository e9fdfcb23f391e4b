using Dashboard.Alerts.Delivery.Email;
using Dashboard.Alerts.Delivery.WebHooks;
using Dashboard.Hosting;
using Dashboard.Hosting.Logging;

namespace Dashboard.Alerts.Delivery;

/// <summary>Keeps one loop running for each active web hook, and one for e-mail.</summary>
internal sealed class DeliverySender(
    WebHookStore hooks, DeliveryQueue queue, DeliveryContents contents, WebHookSender client, Mailer mailer, DeliverySignal signal, TimeProvider time,
    ILogger<DeliverySender> log)
    : BackgroundService
{
    private readonly Dictionary<int, Running> _running = [];
    private readonly FailureLog _failures = new(log, "The web hooks cannot be read; trying again");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // Away from the start of the other services.
        var mails = NewLoop(new EmailChannel(queue, contents, mailer)).RunAsync(stoppingToken);
        await new WokenWork(signal, new BackOff(DeliveryLoop.PollInterval, DeliveryLoop.PollInterval), _failures, time).RunAsync(
            async stop =>
            {
                await FollowAsync([.. (await hooks.ListAsync(stop)).Where(hook => hook.IsActive).Select(hook => hook.Id)], stop);
                return DeliveryLoop.PollInterval;
            },
            stoppingToken);
        await Task.WhenAll([mails, .. _running.Values.Select(running => running.Work)]);
    }

    private async Task FollowAsync(HashSet<int> active, CancellationToken cancellationToken)
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
            var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _running.Add(id, new Running(NewLoop(new WebHookChannel(id, queue, hooks, contents, client)).RunAsync(stop.Token), stop));
        }
    }

    private DeliveryLoop NewLoop(IDeliveryChannel receiver) => new(receiver, queue, signal, time, log);

    private sealed record Running(Task Work, CancellationTokenSource Stop);
}
