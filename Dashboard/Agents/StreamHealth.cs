using Dashboard.Domain;
using Dashboard.Storage;
using Dashboard.Storage.RollUps;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents;

/// <summary>How a camera is by a heartbeat of its agent.</summary>
/// <param name="IsStreaming">Frames come.</param>
/// <param name="Rate">Frames a second.</param>
/// <param name="WasStreaming">As the heartbeat before reported; null: it did not.</param>
internal readonly record struct ReportedStream(CameraRow Camera, bool IsStreaming, double Rate, bool? WasStreaming);

/// <summary>
/// Adds up how the frames of an agent's cameras come: each heartbeat tells of the time since the one before. What it did not report, because the
/// agent was not heard of, counts as not watched: it may have seen every vehicle meanwhile.
/// </summary>
internal static class StreamHealth
{
    /// <summary>How soon a camera may fail again for its outage to go on: twice the time between two heartbeats.</summary>
    public static readonly TimeSpan Relapse = TimeSpan.FromMinutes(2);

    /// <summary>Adds to the rows of hours and outages; the caller saves them.</summary>
    /// <param name="agent">What people call the agent.</param>
    /// <param name="since">The time since its last heartbeat, by its own clock; null: there was none.</param>
    /// <param name="reported">Its cameras that are switched on.</param>
    public static async Task NoteAsync(
        DashboardDbContext db,
        string agent,
        TimeSpan? since,
        IReadOnlyList<ReportedStream> reported,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (since is not { } step || step <= TimeSpan.Zero || reported.Count == 0)
        {
            return;
        }

        var ids = reported.Select(stream => stream.Camera.Id).ToList();
        var relapse = now - Relapse;
        var outages = (await db.Set<CameraOutage>()
            .Where(outage => EF.Parameter(ids).Contains(outage.CameraId) && (outage.EndAt == null || outage.EndAt >= relapse))
            .ToListAsync(cancellationToken))
            .GroupBy(outage => outage.CameraId).ToDictionary(same => same.Key, same => same.MaxBy(outage => outage.BeginAt)!);
        if (step > AgentSummary.Silence)
        {
            NoteSilence(db, agent, now - step, reported, outages, now);
        }
        else
        {
            await CountAsync(db, step, reported, now, cancellationToken);
        }

        foreach (var stream in reported)
        {
            NoteOutage(db, agent, stream, outages.GetValueOrDefault(stream.Camera.Id), now);
        }
    }

    private static async Task CountAsync(
        DashboardDbContext db, TimeSpan step, IReadOnlyList<ReportedStream> reported, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var middle = (now - (step / 2)).ToUnixTimeSeconds();
        var start = middle - (middle % SpanSeconds.Hour);
        var hours = await db.Set<CameraHealthHour>().Where(hour => hour.Start == start).ToDictionaryAsync(hour => hour.CameraId, cancellationToken);
        var seconds = (int)Math.Round(step.TotalSeconds);
        foreach (var stream in reported)
        {
            if (!hours.TryGetValue(stream.Camera.Id, out var hour))
            {
                hour = new CameraHealthHour { Start = start, CameraId = stream.Camera.Id };
                db.Add(hour);
            }

            hour.WatchedSeconds += seconds;
            hour.SeenSeconds += stream.IsStreaming ? seconds : 0;
            hour.Frames += stream.IsStreaming ? (long)Math.Round(stream.Rate * step.TotalSeconds) : 0;
        }
    }

    private static void NoteSilence(
        DashboardDbContext db,
        string agent,
        DateTimeOffset from,
        IReadOnlyList<ReportedStream> reported,
        Dictionary<int, CameraOutage> outages,
        DateTimeOffset now)
    {
        foreach (var stream in reported.Where(stream => stream.WasStreaming is not null && !outages.ContainsKey(stream.Camera.Id)))
        {
            db.Add(new CameraOutage
            {
                CameraId = stream.Camera.Id,
                BeginAt = from,
                EndAt = now,
                Reason = $"{agent} was not responding; flows that it saw meanwhile arrived later.".Truncate(CameraOutage.MaxReasonLength),
            });
        }
    }

    // A camera that is not there once, as right after its agent's start, is no outage yet.
    private static void NoteOutage(DashboardDbContext db, string agent, ReportedStream stream, CameraOutage? outage, DateTimeOffset now)
    {
        if (stream.IsStreaming)
        {
            if (outage is { EndAt: null })
            {
                outage.EndAt = now;
            }

            return;
        }

        var reason = NoFrames(agent).Truncate(CameraOutage.MaxReasonLength);
        if (outage is not null)
        {
            (outage.EndAt, outage.Reason) = (null, reason);
        }
        else if (stream.WasStreaming == false)
        {
            db.Add(new CameraOutage { CameraId = stream.Camera.Id, BeginAt = stream.Camera.KeepAliveAt ?? now, Reason = reason });
        }
    }

    /// <summary>Why nothing of a camera is seen that its agent watches, for a person.</summary>
    public static string NoFrames(string agent) => $"{agent} gets no frames from this camera: does its address work from that machine?";
}
