using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Scout;

/// <summary><c>heartbeat</c>: how a machine is. Bytes are whole bytes, moments ms since 1970, UTC.</summary>
internal sealed record ScoutHeartbeat
{
    private const string CustomDataName = "custom_data";

    public string DataType => "heartbeat";
    public long? Timestamp { get; init; }
    public string? AgentUid { get; init; }
    public string? AgentType { get; init; } = ScoutJson.AgentType;
    public string? AgentVersion { get; init; }
    public string? OpenalprVersion { get; init; }
    public string? AgentHostname { get; init; }

    /// <summary>What the open-source agent is called; it has no uid.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SiteId { get; init; }

    /// <summary>What people call the machine, where its agent tells that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ScoutLabels? WebServerConfig { get; init; }

    public string? CompanyId { get; init; }
    public string? Os { get; init; }
    public long? CpuCores { get; init; }
    public double? CpuUsagePercent { get; init; }
    public long? CpuLastUpdate { get; init; }
    public long? MemoryTotalBytes { get; init; }
    public long? MemoryConsumedBytes { get; init; }
    public long? MemoryLastUpdate { get; init; }
    public long? DiskDriveTotalBytes { get; init; }
    public long? DiskDriveFreeBytes { get; init; }
    public bool DiskDriveIsWritable { get; init; } = true;

    /// <summary>How much its pictures may take.</summary>
    public long? DiskQuotaTotalBytes { get; init; }

    public long? DiskQuotaConsumedBytes { get; init; }

    /// <summary>When its oldest picture was captured; -1: it has none.</summary>
    public long? DiskQuotaEarliestResult { get; init; } = -1;

    /// <summary>Groups that wait to be pushed.</summary>
    public long? BeanstalkQueueSize { get; init; } = 0;

    public long? ProcessingThreadsActive { get; init; }
    public long? ProcessingThreadsConfigured { get; init; }
    public long? DaemonUptimeSeconds { get; init; }
    public long? SystemUptimeSeconds { get; init; }
    public IReadOnlyList<ScoutStream?>? VideoStreams { get; init; } = [];

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? CustomData { get; init; }

    /// <summary>
    /// A heartbeat as its agent told it, with the custom data beside it: the fields above as we write them, others as they came, without nulls.
    /// </summary>
    public static byte[] PassOn(string heartbeat, JsonElement? customData)
    {
        using var document = JsonDocument.Parse(heartbeat);
        using var known = JsonDocument.Parse(ScoutJson.Write(ScoutJson.Read<ScoutHeartbeat>(document.RootElement) with { CustomData = null }));
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var field in known.RootElement.EnumerateObject())
            {
                field.WriteTo(json);
            }

            foreach (var field in document.RootElement.EnumerateObject().Where(field => field.Name != CustomDataName
                && field.Value.ValueKind != JsonValueKind.Null
                && !known.RootElement.TryGetProperty(field.Name, out _)))
            {
                field.WriteTo(json);
            }

            if (customData is { } custom)
            {
                json.WritePropertyName(CustomDataName);
                custom.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}

/// <summary>A camera in a heartbeat.</summary>
internal sealed record ScoutStream
{
    [JsonConverter(typeof(LenientCameraNumber))]
    public long? CameraId { get; init; }

    public string? CameraName { get; init; }

    /// <summary>Its address without its password.</summary>
    public string? Url { get; init; }

    /// <summary>Frames a second that are looked at.</summary>
    public double? Fps { get; init; }

    public bool IsStreaming { get; init; }
    public long? LastUpdate { get; init; }
    public long? LastPlateRead { get; init; }
    public long? TotalPlateReads { get; init; }

    [Unknown(-1)]
    public double? GpsLatitude { get; init; }

    [Unknown(-1)]
    public double? GpsLongitude { get; init; }
}
