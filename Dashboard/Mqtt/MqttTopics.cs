using System.Globalization;

namespace Dashboard.Mqtt;

/// <summary>What is published where.</summary>
/// <param name="prefix">The first part of all topics.</param>
internal sealed class MqttTopics(string prefix)
{
    public const string Online = "online";
    public const string Offline = "offline";

    /// <summary>A camera that was switched off on purpose.</summary>
    public const string Disabled = "disabled";

    /// <summary><see cref="Online"/>, or <see cref="Offline"/>, which the broker says itself when the connection is lost. Of several servers: offline
    /// once none is left. Retained.</summary>
    public string Status => $"{prefix}/status";

    /// <summary><see cref="Online"/>, <see cref="Offline"/> or <see cref="Disabled"/>. Retained.</summary>
    public string CameraState(int camera) => Camera(camera, "state");

    /// <summary>Each flow.</summary>
    public string Flow(int camera) => Camera(camera, "flow");

    /// <summary>The last flow with a plate. Retained.</summary>
    public string LastPlate(int camera) => Camera(camera, "last_plate");

    /// <summary>Each new alert, while gates may be opened for it.</summary>
    public string Alert(int camera) => Camera(camera, "alert");

    /// <summary>Alerts that come too late for that: of an agent that was cut off, or while the broker was away.</summary>
    public string LateAlert(int camera) => Camera(camera, "late_alert");

    private string Camera(int camera, string what) => string.Create(CultureInfo.InvariantCulture, $"{prefix}/cameras/{camera}/{what}");
}
