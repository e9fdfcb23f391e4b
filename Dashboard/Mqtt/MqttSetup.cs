using Dashboard.Configuration;
using Dashboard.Hosting;

namespace Dashboard.Mqtt;

/// <summary>Registers publishing to an MQTT broker (Decision 0036).</summary>
internal static class MqttSetup
{
    public static void AddMqtt(this WebApplicationBuilder builder)
    {
        builder.Services.AddLiveOptions<MqttOptions>(builder.Configuration, "Mqtt", new MqttOptionsValidator());
        builder.Services.AddSingleton<MqttOutbox>(_ => new MqttOutbox());
        builder.Services.AddSingleton<MqttStatus>();
        builder.Services.AddSingleton<MqttCameraStates>();
        builder.Services.AddSingleton<MqttCameras>();
        builder.AddServerHostedService<MqttIntake>();
        builder.AddServerHostedService<MqttPublisher>();
    }
}
