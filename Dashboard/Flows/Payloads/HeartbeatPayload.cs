using System.Text.Json;

namespace Dashboard.Flows.Payloads;

/// <summary>How a machine is. Null: not known. Bytes are whole bytes, moments ms since 1970, UTC.</summary>
/// <param name="TimestampMs">When this was found out.</param>
/// <param name="AgentUid">The machine, 40 characters.</param>
/// <param name="AgentVersion">Version of its program.</param>
/// <param name="Hostname">The machine's own name.</param>
public sealed record HeartbeatSource(long TimestampMs, string AgentUid, string AgentVersion, string Hostname)
{
    /// <summary>The company's number as the vendor's programs know one; ours has none.</summary>
    public string CompanyId { get; init; } = "";

    /// <summary>Its operating system.</summary>
    public string Os { get; init; } = "";

    /// <summary>Its processor cores.</summary>
    public int CpuCores { get; init; }

    /// <summary>How busy they are, 0 to 100.</summary>
    public double? CpuUsagePercent { get; init; }

    /// <summary>Memory it has, and memory in use.</summary>
    public long? MemoryTotalBytes { get; init; }

    /// <inheritdoc cref="MemoryTotalBytes"/>
    public long? MemoryConsumedBytes { get; init; }

    /// <summary>The disk of its data directory.</summary>
    public long? DiskTotalBytes { get; init; }

    /// <inheritdoc cref="DiskTotalBytes"/>
    public long? DiskFreeBytes { get; init; }

    /// <summary>Files can be written there.</summary>
    public bool DiskIsWritable { get; init; } = true;

    /// <summary>How much its pictures may take, and take.</summary>
    public long? QuotaTotalBytes { get; init; }

    /// <inheritdoc cref="QuotaTotalBytes"/>
    public long? QuotaConsumedBytes { get; init; }

    /// <summary>When its oldest picture was captured; -1: it has none.</summary>
    public long QuotaEarliestResult { get; init; } = -1;

    /// <summary>Groups that wait to be pushed.</summary>
    public long QueueSize { get; init; }

    /// <summary>Threads that recognise.</summary>
    public int? ProcessingThreads { get; init; }

    /// <summary>How long its program has been running, and the machine.</summary>
    public long DaemonUptimeSeconds { get; init; }

    /// <inheritdoc cref="DaemonUptimeSeconds"/>
    public long SystemUptimeSeconds { get; init; }

    /// <summary>Its cameras.</summary>
    public IReadOnlyList<HeartbeatStream> Streams { get; init; } = [];
}

/// <summary>A camera in a heartbeat.</summary>
/// <param name="CameraNumber">Its number on the agent.</param>
/// <param name="CameraName">What people call it.</param>
/// <param name="Url">Its address without its password.</param>
/// <param name="Fps">Frames a second that are looked at.</param>
/// <param name="IsStreaming">Frames are arriving.</param>
public sealed record HeartbeatStream(long CameraNumber, string CameraName, string Url, double Fps, bool IsStreaming)
{
    /// <summary>When its last frame came; null: none yet.</summary>
    public long? LastUpdateMs { get; init; }

    /// <summary>When it last saw a plate; null: not known.</summary>
    public long? LastPlateReadMs { get; init; }

    /// <summary>Plates it has seen; null: not counted.</summary>
    public long? TotalPlateReads { get; init; }

    /// <summary>Where it stands, degrees.</summary>
    public double? Latitude { get; init; }

    /// <inheritdoc cref="Latitude"/>
    public double? Longitude { get; init; }
}

/// <summary><c>heartbeat</c> and the test ping.</summary>
public static class HeartbeatPayload
{
    /// <summary>The body of a test ping.</summary>
    public static ReadOnlyMemory<byte> TestPing { get; } = """{"openalpr_webhook": "test"}"""u8.ToArray();

    /// <summary>The body in UTF-8.</summary>
    /// <param name="source">The machine.</param>
    /// <param name="customData">A JSON object that is passed on as it is; null: none, and no such field.</param>
    public static byte[] Write(HeartbeatSource source, JsonElement? customData = null) => PayloadJson.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("data_type", "heartbeat");
        json.WriteNumber("timestamp", source.TimestampMs);
        json.WriteString("agent_uid", source.AgentUid);
        json.WriteString("agent_type", PayloadJson.AgentType);
        json.WriteString("agent_version", source.AgentVersion);
        json.WriteString("openalpr_version", source.AgentVersion);
        json.WriteString("agent_hostname", source.Hostname);
        json.WriteString("company_id", source.CompanyId);
        WriteMachine(json, source);
        json.WriteNumber("beanstalk_queue_size", source.QueueSize);
        json.WriteOptional("processing_threads_active", source.ProcessingThreads);
        json.WriteOptional("processing_threads_configured", source.ProcessingThreads);
        json.WriteNumber("daemon_uptime_seconds", source.DaemonUptimeSeconds);
        json.WriteNumber("system_uptime_seconds", source.SystemUptimeSeconds);
        json.WriteStartArray("video_streams");
        foreach (var stream in source.Streams)
        {
            WriteStream(json, stream);
        }

        json.WriteEndArray();
        if (customData is not null)
        {
            PayloadJson.WriteCustomData(json, customData);
        }

        json.WriteEndObject();
    });

    private static void WriteMachine(Utf8JsonWriter json, HeartbeatSource source)
    {
        json.WriteString("os", source.Os);
        json.WriteNumber("cpu_cores", source.CpuCores);
        json.WriteOptional("cpu_usage_percent", source.CpuUsagePercent);
        json.WriteNumber("cpu_last_update", source.TimestampMs);
        json.WriteOptional("memory_total_bytes", source.MemoryTotalBytes);
        json.WriteOptional("memory_consumed_bytes", source.MemoryConsumedBytes);
        json.WriteNumber("memory_last_update", source.TimestampMs);
        json.WriteOptional("disk_drive_total_bytes", source.DiskTotalBytes);
        json.WriteOptional("disk_drive_free_bytes", source.DiskFreeBytes);
        json.WriteBoolean("disk_drive_is_writable", source.DiskIsWritable);
        json.WriteOptional("disk_quota_total_bytes", source.QuotaTotalBytes);
        json.WriteOptional("disk_quota_consumed_bytes", source.QuotaConsumedBytes);
        json.WriteNumber("disk_quota_earliest_result", source.QuotaEarliestResult);
    }

    private static void WriteStream(Utf8JsonWriter json, HeartbeatStream stream)
    {
        json.WriteStartObject();
        json.WriteNumber("camera_id", stream.CameraNumber);
        json.WriteString("camera_name", stream.CameraName);
        json.WriteString("url", stream.Url);
        json.WriteNumber("fps", Math.Round(stream.Fps, 2));
        json.WriteBoolean("is_streaming", stream.IsStreaming);
        json.WriteOptional("last_update", stream.LastUpdateMs);
        json.WriteOptional("last_plate_read", stream.LastPlateReadMs);
        json.WriteOptional("total_plate_reads", stream.TotalPlateReads);
        json.WriteOptional("gps_latitude", stream.Latitude);
        json.WriteOptional("gps_longitude", stream.Longitude);
        json.WriteEndObject();
    }
}
