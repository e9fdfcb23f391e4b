using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dashboard.Mqtt;

/// <param name="Payload">Text or JSON in UTF-8; empty and retained: the broker forgets what it retained.</param>
/// <param name="IsRetained">The broker keeps it for who subscribes later.</param>
internal sealed record MqttMessage(string Topic, byte[] Payload, bool IsRetained)
{
    private const int Overhead = 128;

    /// <summary>Until when it is sent to its topic; null: always.</summary>
    public DateTimeOffset? FreshUntil { get; private init; }

    /// <summary>Where it is sent afterwards.</summary>
    public string LateTopic { get; private init; } = "";

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>What it takes in memory, about.</summary>
    public int Bytes => Payload.Length + (2 * Topic.Length) + Overhead;

    public static MqttMessage Text(string topic, string text, bool isRetained) => new(topic, Encoding.UTF8.GetBytes(text), isRetained);

    /// <summary>Makes the broker forget what it retained.</summary>
    public static MqttMessage Forgotten(string topic) => new(topic, [], IsRetained: true);

    /// <summary>The same for what somebody may act on at once: when it is late, another topic has it.</summary>
    /// <param name="until">The last moment that is not too late.</param>
    /// <param name="lateTopic">The other topic.</param>
    public MqttMessage FreshFor(DateTimeOffset until, string lateTopic) => this with { FreshUntil = until, LateTopic = lateTopic };

    /// <summary>As it is to be sent at a moment.</summary>
    public MqttMessage At(DateTimeOffset now) => FreshUntil < now ? this with { Topic = LateTopic } : this;

    public static MqttMessage FromJson<T>(string topic, T value, bool isRetained) =>
        new(topic, JsonSerializer.SerializeToUtf8Bytes(value, Json), isRetained);
}
