using Dashboard.Agents;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Flows.Recording;
using Dashboard.Hosting;
using Dashboard.Web.Pages.Cameras;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Overview;

/// <summary>Something that a person should look after.</summary>
/// <param name="Tone"><c>bad</c> where flows are being lost or may soon be, <c>warn</c> otherwise.</param>
/// <param name="Title">What it is.</param>
/// <param name="Text">Why, and what to do.</param>
/// <param name="Url">Where to look; null: nowhere in the dashboard.</param>
internal sealed record OverviewWarning(string Tone, string Title, string Text, string? Url = null)
{
    private const int MaxCameras = 3;

    /// <summary>What needs attention now, worst first.</summary>
    public static IReadOnlyList<OverviewWarning> List(
        IReadOnlyList<Camera> cameras, CameraStatusBoard statuses, RecorderNumbers recorder, DiskNumbers? disk, DateTimeOffset now,
        IReadOnlyList<AgentSummary>? agents = null)
    {
        var found = new List<OverviewWarning>();
        if (recorder.Error is { } error)
        {
            found.Add(new(
                "bad",
                "Flows cannot be stored",
                $"{error} {DisplayFormat.Count(recorder.Pending)} wait in memory and will be lost if the server stops."));
        }

        if (disk is { IsLow: true })
        {
            found.Add(
                new(
                    "bad",
                    "The disk is nearly full",
                    $"{DisplayFormat.Gigabytes(disk.Free)} of {DisplayFormat.Gigabytes(disk.Total)} are free. Free space on the disk of the data directory."));
        }

        var down = cameras.Where(camera => CameraLabels.NeedsAttention(camera, statuses.Get(camera.Id))).ToList();
        found.AddRange(
            down.Take(down.Count > MaxCameras ? MaxCameras - 1 : MaxCameras).Select(camera => Down(camera, statuses.Get(camera.Id), now)));
        if (down.Count > MaxCameras)
        {
            found.Add(new(
                "bad", $"{down.Count - MaxCameras + 1} more cameras have no frames", "See the Cameras page for details.",
                new CamerasPageState { Filter = CameraFilter.Problem }.ToUrl()));
        }

        found.AddRange((agents ?? []).Where(agent => agent.IsOnline(now) && (agent.IsSkewed || agent.KeyMismatch is not null)).Select(Agent));
        return found;
    }

    private static OverviewWarning Agent(AgentSummary agent) => agent.KeyMismatch is not null
        ? new("warn", $"{agent.Name}: unexpected key", "The agent used an unexpected API key and was rejected.", Urls.Agents)
        : new(
            "warn",
            $"{agent.Name}: wrong time",
            $"Its clock is {DisplayFormat.Count((long)Math.Round(agent.Ahead.Duration().TotalSeconds))} s {(agent.Ahead > TimeSpan.Zero ? "ahead" : "behind")}, and its flows carry that time. Synchronise both machines with a time server (NTP).",
            Urls.Agents);

    private static OverviewWarning Down(Camera camera, CameraStatus status, DateTimeOffset now) => new(
        "bad",
        $"{camera.Alias}: no frames",
        $"{status.LastError ?? "No frames arrive."} Last frame: {DisplayFormat.Ago(status.LastFrameAt ?? camera.KeepAlive, now)}.",
        new CamerasPageState { Filter = CameraFilter.Problem }.ToUrl());
}
