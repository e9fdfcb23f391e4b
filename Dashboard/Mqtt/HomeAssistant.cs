using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Dashboard.Hosting;

namespace Dashboard.Mqtt;

/// <summary>
/// Describes a camera to Home Assistant, which then shows a device with its last plate, an alert that lasts a minute, and whether pictures arrive.
/// The format: https://www.home-assistant.io/integrations/mqtt/#mqtt-discovery.
/// </summary>
internal static class HomeAssistant
{
    private const int AlertSeconds = 60;
    private const int UidLength = 8;

    private static readonly string Version =
        typeof(HomeAssistant).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>The retained messages of one camera.</summary>
    /// <param name="discovery">Where Home Assistant looks.</param>
    /// <param name="topics">Where the camera's values are.</param>
    public static IEnumerable<MqttMessage> Describe(DescribedCamera described, string discovery, MqttTopics topics)
    {
        var (camera, name, uid, address) = described;
        var node = string.Create(CultureInfo.InvariantCulture, $"plates_{uid[..UidLength].ToLowerInvariant()}_{camera}");
        yield return Entity("sensor", "last_plate", new JsonObject
        {
            ["name"] = "Last plate",
            ["icon"] = "mdi:car",
            ["state_topic"] = topics.LastPlate(camera),
            ["value_template"] = "{{ value_json.plate }}",
            ["json_attributes_topic"] = topics.LastPlate(camera),
        });
        yield return Entity("binary_sensor", "alert", new JsonObject
        {
            ["name"] = "Alert",
            ["icon"] = "mdi:alarm-light",
            ["state_topic"] = topics.Alert(camera),
            ["value_template"] = "ON",
            ["off_delay"] = AlertSeconds,
            ["json_attributes_topic"] = topics.Alert(camera),
        });
        yield return Entity("binary_sensor", "connection", new JsonObject
        {
            ["name"] = "Connection",
            ["device_class"] = "connectivity",
            ["entity_category"] = "diagnostic",
            ["state_topic"] = topics.CameraState(camera),
            ["value_template"] = "{{ 'ON' if value == 'online' else 'OFF' }}",
        });

        MqttMessage Entity(string component, string id, JsonObject config)
        {
            config["unique_id"] = $"{node}_{id}";
            config["default_entity_id"] = $"{component}.{node}_{id}";
            config["availability_topic"] = topics.Status;
            var device = new JsonObject
            {
                ["identifiers"] = new JsonArray(node),
                ["name"] = name,
                ["manufacturer"] = "Plate Dashboard",
                ["model"] = "Camera",
                ["sw_version"] = Version,
            };
            if (address is not null)
            {
                device["configuration_url"] = address + PagePaths.Camera(camera);
            }

            config["device"] = device;
            return MqttMessage.FromJson($"{discovery}/{component}/{node}/{id}/config", config, isRetained: true);
        }
    }
}

/// <summary>A camera as Home Assistant is told of it.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="InstallationUid">Tells installations on one broker apart, which have cameras of the same number.</param>
/// <param name="Address">Where the dashboard is reached; null: its page is not linked.</param>
internal sealed record DescribedCamera(int Number, string Name, string InstallationUid, string? Address);
