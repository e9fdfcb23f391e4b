using Dashboard.Alerts;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Microsoft.Extensions.Options;

namespace Dashboard.Mqtt;

/// <summary>Puts what is stored into the outbox, while MQTT is switched on.</summary>
internal sealed class MqttIntake(
    FlowFeed flows, NewAlertFeed alerts, RemovedLastPlateFeed removed, MqttOutbox outbox, PublicAddress address, IOptionsMonitor<MqttOptions> options)
    : IHostedService, IDisposable
{
    /// <summary>How old an alert may be for gates to be opened for it.</summary>
    internal static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <summary>By camera, when the newest flow with a plate was captured that was told.</summary>
    private readonly Dictionary<int, DateTimeOffset> _newest = [];
    private readonly Lock _gate = new();

    private IDisposable? _flows;
    private IDisposable? _alerts;
    private IDisposable? _removed;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _flows = flows.Subscribe(AddFlows);
        _alerts = alerts.Subscribe(AddAlerts);
        _removed = removed.Subscribe(Forget);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _flows?.Dispose();
        _alerts?.Dispose();
        _removed?.Dispose();
    }

    private void AddFlows(IReadOnlyList<FlowWithCamera> stored)
    {
        if (options.CurrentValue is not { Enabled: true } current)
        {
            return;
        }

        var topics = new MqttTopics(current.TopicPrefix);

        // What is still being read is told once it is done.
        foreach (var row in stored.Where(row => !row.Flow.IsPreview))
        {
            var flow = MqttFlow.From(row, address.Root);
            outbox.Add(MqttMessage.FromJson(topics.Flow(flow.CameraId), flow, isRetained: false));
            if (flow.Plate.Length > 0 && IsNewest(row.Flow))
            {
                outbox.Add(MqttMessage.FromJson(topics.LastPlate(flow.CameraId), flow, isRetained: true));
            }
        }
    }

    private void AddAlerts(IReadOnlyList<Alert> made)
    {
        if (options.CurrentValue is not { Enabled: true } current)
        {
            return;
        }

        var topics = new MqttTopics(current.TopicPrefix);
        foreach (var alert in made)
        {
            outbox.Add(MqttMessage.FromJson(topics.Alert(alert.CameraId), MqttAlert.From(alert, address.Root), isRetained: false)
                .FreshFor(alert.FirstSeenAt + Fresh, topics.LateAlert(alert.CameraId)));
        }
    }

    // What the database does not know any more, the broker shall not either.
    private void Forget(IReadOnlyList<int> cameras)
    {
        if (options.CurrentValue is not { Enabled: true } current)
        {
            return;
        }

        var topics = new MqttTopics(current.TopicPrefix);
        foreach (var camera in cameras)
        {
            outbox.Add(MqttMessage.Forgotten(topics.LastPlate(camera)));
        }
    }

    // What an agent sends hours later is not the last plate.
    private bool IsNewest(Flow flow)
    {
        lock (_gate)
        {
            if (_newest.TryGetValue(flow.CameraId, out var newest) && flow.CapturedAt < newest)
            {
                return false;
            }

            _newest[flow.CameraId] = flow.CapturedAt;
            return true;
        }
    }
}
