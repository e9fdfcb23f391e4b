using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Hosting;
using Dashboard.Hosting.Process;
using Dashboard.Security;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Scout;

/// <summary>How this machine is: what its heartbeat says.</summary>
internal sealed class ServerHeartbeat
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);
    private readonly IDbContextFactory<DashboardDbContext> _database;
    private readonly AgentIdentity _identity;
    private readonly ServerOptions _server;
    private readonly SecretProtector _protector;
    private readonly CameraStatusBoard _board;
    private readonly TimeProvider _time;
    private readonly long _started;
    private (long At, TimeSpan Used) _processor;

    /// <summary>Begins to count the program's age.</summary>
    public ServerHeartbeat(
        IDbContextFactory<DashboardDbContext> database,
        AgentIdentity identity,
        ServerOptions server,
        SecretProtector protector,
        CameraStatusBoard board,
        TimeProvider time)
    {
        (_database, _identity, _server, _protector, _board, _time) = (database, identity, server, protector, board, time);
        _started = time.GetTimestamp();
        _processor = (_started, Environment.CpuUsage.TotalTime);
    }

    /// <summary>The numbers now; the processor's are those since the last call.</summary>
    public async Task<ScoutHeartbeat> TakeAsync(CancellationToken cancellationToken = default)
    {
        await using var db = await _database.CreateDbContextAsync(cancellationToken);
        var cameras = await db.Cameras.AsNoTracking()
            .Where(c => c.DeletedAt == null && c.AgentId == null && c.IsEnabled)
            .OrderBy(c => c.Id)
            .ToListAsync(cancellationToken);
        var now = _time.GetUtcNow();
        var timestamp = now.ToUnixTimeMilliseconds();
        var memory = GC.GetGCMemoryInfo();
        var disk = new DriveInfo(_server.DataPath());
        return new ScoutHeartbeat
        {
            Timestamp = timestamp,
            AgentUid = _identity.Uid,
            AgentVersion = ProgramVersion.Text,
            OpenalprVersion = ProgramVersion.Text,
            AgentHostname = Environment.MachineName,
            CompanyId = "",
            Os = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux",
            CpuCores = Environment.ProcessorCount,
            CpuUsagePercent = TakeProcessorShare(),
            CpuLastUpdate = timestamp,
            MemoryTotalBytes = memory.TotalAvailableMemoryBytes,
            MemoryConsumedBytes = Environment.WorkingSet,
            MemoryLastUpdate = timestamp,
            DiskDriveTotalBytes = disk.TotalSize,
            DiskDriveFreeBytes = disk.AvailableFreeSpace,
            DaemonUptimeSeconds = (long)_time.GetElapsedTime(_started).TotalSeconds,
            SystemUptimeSeconds = Environment.TickCount64 / 1000,
            VideoStreams = [.. cameras.Select(camera => ToStream(camera, now))],
        };
    }

    // This program's share of all cores; another's work is not told.
    private double? TakeProcessorShare()
    {
        var (at, used) = _processor;
        var elapsed = _time.GetElapsedTime(at);
        _processor = (_time.GetTimestamp(), Environment.CpuUsage.TotalTime);
        return elapsed < TimeSpan.FromSeconds(1) ? null
            : Math.Round(Math.Clamp(100 * (_processor.Used - used) / elapsed / Environment.ProcessorCount, 0, 100), 1);
    }

    private ScoutStream ToStream(CameraRow camera, DateTimeOffset now)
    {
        var live = _board.Get(camera.Id);
        var last = live.LastFrameAt ?? camera.KeepAliveAt;
        var isStreaming = last > now - Silence;
        var rate = live.State == CameraState.Running ? live.FramesPerSecond : camera.AnalysisRate;
        return new ScoutStream
        {
            CameraId = camera.Number ?? camera.Id,
            CameraName = camera.Alias,
            Url = CameraSource.PublicPlaceOf(_protector.Unprotect(camera.ProtectedSource) ?? ""),
            Fps = isStreaming ? Math.Round(rate, 2) : 0,
            IsStreaming = isStreaming,
            LastUpdate = last?.ToUnixTimeMilliseconds(),
            GpsLatitude = camera.Latitude,
            GpsLongitude = camera.Longitude,
        };
    }
}
