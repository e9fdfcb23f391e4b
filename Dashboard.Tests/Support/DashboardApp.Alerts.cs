using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;

namespace Dashboard.Tests.Support;

/// <content>Alert lists, and vehicles that are on them.</content>
public sealed partial class DashboardApp
{
    /// <summary>Makes an alert list with plates and returns its number.</summary>
    public async Task<int> AddAlertListAsync(string name, Action<AlertList>? with, params string[] plates)
    {
        var list = new AlertList { Name = name };
        with?.Invoke(list);
        var id = (await Get<AlertListStore>().AddAsync(list)).Value.Id;
        foreach (var plate in plates)
        {
            (await Get<AlertEntryStore>().AddAsync(new AlertEntry { ListId = id, Plate = plate, Description = $"About {plate}" })).EnsureDone();
        }

        return id;
    }

    /// <summary>A vehicle passes now, with a picture.</summary>
    public async Task<long> PassAsync(int camera, string plate)
    {
        var now = Get<TimeProvider>().GetUtcNow();
        var flow = new Flow
        {
            CameraId = camera,
            Plate = plate,
            Confidence = .95,
            CapturedAt = now,
            FirstSeenAt = now,
            LastSeenAt = now,
            Corners = PlateCorners.FromBox(20, 20, 24, 6).ToText(),
        };
        await StorePictureAsync(flow);
        return (await ArriveAsync(flow))[0];
    }
}
