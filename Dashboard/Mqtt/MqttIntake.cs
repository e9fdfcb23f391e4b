using Dashboard.Alerts;
using Dashboard.Domain.Alerts;
using Dashboard.Flows;
using Microsoft.Extensions.Options;

namespace Dashboard.Mqtt;

/// <summary>Puts what is stored into the outbox, while MQTT is switched on.</summary>
internal sealed class MqttIntake(FlowFeed flows, AlertFeed alerts, MqttOutbox outbox, IOptionsMonitor<MqttOptions> options, TimeProvider time)
    : IHostedService, IDisposable
{
    // A change of an alert is told by the same feed as a new one. Only what has just been made is new, and each is told once.
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);
    private long _lastAlert;
    private IDisposable? _flows;
    private IDisposable? _alerts;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _flows = flows.Subscribe(AddFlows);
        _alerts = alerts.Subscribe(AddAlerts);
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
            var flow = MqttFlow.From(row);
            outbox.Add(MqttMessage.FromJson(topics.Flow(flow.CameraId), flow, isRetained: false));
            if (flow.Plate.Length > 0)
            {
                outbox.Add(MqttMessage.FromJson(topics.LastPlate(flow.CameraId), flow, isRetained: true));
            }
        }
    }

    private void AddAlerts(IReadOnlyList<Alert> changed)
    {
        if (options.CurrentValue is not { Enabled: true } current)
        {
            return;
        }

        var topics = new MqttTopics(current.TopicPrefix);
        foreach (var alert in changed.OrderBy(alert => alert.Id))
        {
            if (alert.Id > _lastAlert && alert.AcknowledgedAt is null && time.GetUtcNow() - alert.CreatedAt < MaxAge)
            {
                _lastAlert = alert.Id;
                outbox.Add(MqttMessage.FromJson(topics.Alert(alert.CameraId), MqttAlert.From(alert), isRetained: false));
            }
        }
    }
}
