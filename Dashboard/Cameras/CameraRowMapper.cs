using Dashboard.Domain.Cameras;
using Dashboard.Security;
using Dashboard.Storage;

namespace Dashboard.Cameras;

/// <summary>A camera to its row and back. Addresses are encrypted in the row, for they hold passwords.</summary>
internal sealed class CameraRowMapper(SecretProtector protector)
{
    public void ToRow(Camera camera, CameraRow row)
    {
        row.Alias = camera.Alias;
        row.ProtectedSource = Protect(camera.Source, row.ProtectedSource);
        row.ProtectedSubstream = string.IsNullOrEmpty(camera.Substream) ? null : Protect(camera.Substream, row.ProtectedSubstream);
        row.ProtectedSnapshotUrl = string.IsNullOrEmpty(camera.SnapshotUrl) ? null : Protect(camera.SnapshotUrl, row.ProtectedSnapshotUrl);
        row.CaptureMode = camera.CaptureMode;
        row.IsEnabled = camera.IsEnabled;
        row.AnalysisRate = camera.AnalysisRate;
        row.ManualTriggerDelay = camera.ManualTriggerDelay;
        row.RegionOfInterest = camera.RegionOfInterest?.ToText();
        row.Countries = camera.Countries.IsNone ? null : camera.Countries.ToText();
        row.SiteId = camera.SiteId;
        row.AgentId = camera.AgentId;
        row.Direction = camera.Direction;
        (row.FlowDays, row.PictureDays) = (camera.FlowDays, camera.PictureDays);
        (row.Latitude, row.Longitude) = (camera.Latitude, camera.Longitude);
    }

    /// <summary>The camera; its addresses are empty where the key that encrypted them is lost.</summary>
    public Camera FromRow(CameraRow row) => new()
    {
        Id = row.Id,
        Alias = row.Alias,
        Source = protector.Unprotect(row.ProtectedSource) ?? "",
        Substream = row.ProtectedSubstream is { } substream ? protector.Unprotect(substream) : null,
        SnapshotUrl = row.ProtectedSnapshotUrl is { } url ? protector.Unprotect(url) : null,
        CaptureMode = row.CaptureMode,
        IsEnabled = row.IsEnabled,
        AnalysisRate = row.AnalysisRate,
        ManualTriggerDelay = row.ManualTriggerDelay,
        RegionOfInterest = RegionOfInterest.FromText(row.RegionOfInterest),
        Countries = ExpectedCountries.FromText(row.Countries),
        SiteId = row.SiteId,
        AgentId = row.AgentId,
        Number = row.Number,
        Direction = row.Direction,
        FlowDays = row.FlowDays,
        PictureDays = row.PictureDays,
        Latitude = row.Latitude,
        Longitude = row.Longitude,
        KeepAlive = row.KeepAliveAt,
    };

    // Encrypted anew it would be another text each time, and seem to have changed.
    private string Protect(string text, string? stored) =>
        !string.IsNullOrEmpty(stored) && protector.Unprotect(stored) == text ? stored : protector.Protect(text);
}
