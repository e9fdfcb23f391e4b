using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;

namespace Dashboard.Tests.Tracking;

/// <summary>A tracker that is shown reads of a 1280 x 720 picture; it keeps the groups that close.</summary>
internal sealed class TrackerBench(TrackingRules rules)
{
    private readonly PlateTracker _tracker = new(rules);

    public List<PlateGroup> Flows { get; } = [];

    /// <summary>Numbers of the groups that are no flows.</summary>
    public List<long> Dropped { get; } = [];

    public static DateTimeOffset At(double seconds) => StreetSimulation.Start.AddSeconds(seconds);

    public static PlateRead Read(string text, double x, double y, double width, double confidence = 0.9) =>
        new(PlateCorners.FromBox((float)x, (float)y, (float)width, (float)(width / 4.5)), [new(text, confidence)]);

    public IReadOnlyList<TrackedRead> Frame(double seconds, params PlateRead[] reads)
    {
        var tracked = _tracker.Observe(At(seconds), StreetSimulation.Width, StreetSimulation.Height, reads);
        Close(seconds);
        return tracked;
    }

    /// <summary>A frame in which nothing has changed.</summary>
    public void StillFrame(double seconds)
    {
        _tracker.ObserveStill(At(seconds));
        Close(seconds);
    }

    /// <summary>A vehicle that stands, ten frames a second.</summary>
    public void Stand(string text, double from, double to)
    {
        for (var i = 0; from + (0.1 * i) < to - 0.01; i++)
        {
            Frame(from + (0.1 * i), Read(text, 500 + (i % 3), 400 - (i % 2), 120 + (i % 4)));
        }
    }

    public void Close(double seconds) => Keep(_tracker.Close(At(seconds)));

    public void Finish() => Keep(_tracker.CloseAll());

    private void Keep(ClosedGroups closed)
    {
        Flows.AddRange(closed.Flows);
        Dropped.AddRange(closed.Dropped);
    }
}
