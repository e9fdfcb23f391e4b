using Dashboard.Alerts;
using Dashboard.Configuration;
using Dashboard.Domain.Alerts;
using Dashboard.Flows;
using Microsoft.Extensions.Options;

namespace Dashboard.Mqtt;

/// <summary>Puts what is stored into the outbox, while MQTT is switched on.</summary>
internal sealed class MqttIntake(FlowFeed flows, NewAlertFeed alerts, MqttOutbox outbox, PublicAddress address, IOptionsMonitor<MqttOptions> options)
    : IHostedService, IDisposable
{
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
            var flow = MqttFlow.From(row, address.Root);
            outbox.Add(MqttMessage.FromJson(topics.Flow(flow.CameraId), flow, isRetained: false));
            if (flow.Plate.Length > 0)
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
            outbox.Add(MqttMessage.FromJson(topics.Alert(alert.CameraId), MqttAlert.From(alert, address.Root), isRetained: false));
        }
    }
}
