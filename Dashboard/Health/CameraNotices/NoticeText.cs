using System.Globalization;
using System.Text;
using Dashboard.Capture;
using Dashboard.Domain;
using Dashboard.Domain.Cameras;
using Dashboard.Hosting;
using Dashboard.Storage;

namespace Dashboard.Health.CameraNotices;

/// <summary>
/// Writes a mail about dark cameras. It leaves the house: why a camera gives no frames is said without its address, which the stored reason may name.
/// </summary>
/// <param name="zone">In which times are told.</param>
/// <param name="publicUrl">Where the dashboard is reached; empty: no links.</param>
/// <param name="siteName">The name of a site; empty: it has none.</param>
internal sealed class NoticeText(TimeZoneInfo zone, string publicUrl, Func<int, string> siteName)
{
    // Of each kind; the rest is counted.
    private const int MaxEntries = 40;
    private const int MaxNamed = 20;

    /// <summary>Writes it.</summary>
    /// <param name="agents">By number: who watches a camera.</param>
    public NoticeRow Write(NoticePlan plan, IReadOnlyDictionary<int, WatchedAgent> agents, DateTimeOffset now) => new()
    {
        CreatedAt = now,
        Title = TitleOf(plan).Truncate(NoticeRow.MaxTitleLength),
        Text = TextOf(plan, agents, now).Truncate(NoticeRow.MaxTextLength - 1, "…"),
    };

    private static string TitleOf(NoticePlan plan)
    {
        string[] parts =
        [
            Name(plan.Dark.Select(dark => dark.Camera.Alias), "No frames from {0}", "No frames from {0} cameras"),
            Name(plan.Silent.Select(agent => agent.Name), "{0} is not responding", "{0} agents are not responding"),
            Name(plan.Back.Select(back => back.Camera.Alias), "{0} is back", "{0} cameras are back"),
            Name(plan.Heard.Select(agent => agent.Name), "{0} responds again", "{0} agents respond again"),
        ];
        return string.Join("; ", parts.Where(part => part.Length > 0));
    }

    private static string Name(IEnumerable<string> names, string one, string many)
    {
        var all = names.ToList();
        return all.Count switch
        {
            0 => "",
            1 => string.Format(CultureInfo.InvariantCulture, one, Line(all[0])),
            _ => string.Format(CultureInfo.InvariantCulture, many, all.Count),
        };
    }

    // A line break in a name would end a header, or pretend to be a line of ours.
    private static string Line(string name) => new([.. name.Select(letter => char.IsControl(letter) ? ' ' : letter)]);

    private static string WhyOf(Camera camera, CameraOutage outage, WatchedAgent? agent) =>
        agent is not null ? $"{Line(agent.Name)} gets no frames from it: check the camera's power and its network cable."
        : CameraStatus.IsOfSignIn(outage.Reason) ? "The camera refuses its user or password."
        : outage.Reason == CameraWorker.Hangs ? CameraWorker.Hangs
        : CameraSource.IsAddress(camera.Source) ? "Check its power and its network cable."
        : "No pictures come from its file or folder.";

    private static string Span(TimeSpan span) => Math.Round(span.TotalMinutes) switch
    {
        < 2 => "a minute",
        < 120 and var minutes => $"{minutes} minutes",
        < 2880 => $"{Math.Round(span.TotalHours)} hours",
        _ => $"{Math.Round(span.TotalDays)} days",
    };

    private string TextOf(NoticePlan plan, IReadOnlyDictionary<int, WatchedAgent> agents, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Add(text, "No frames come from:", plan.Dark, dark =>
            $"since {At(dark.Since)} ({Span(now - dark.Since)}). {WhyOf(dark.Camera, dark.Outage, AgentOf(dark.Camera))}"
                + (dark.Times < NoticePlan.ManyTimes ? ""
                    : $" It was dark {dark.Times} times within a day: that it is back is told once frames have come for an hour."),
            dark => dark.Camera);
        AddAgents(text, plan, At);
        Add(text, "Frames come again from:", plan.Back, back => back.Outage.EndAt is { } end
            ? $"since {At(end)}, after {Span(end - back.Outage.BeginAt)} without frames."
            : "", back => back.Camera);
        foreach (var agent in plan.Heard)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Line(agent.Name)} responds again since {At(agent.HeardSince ?? now)}.\n\n");
        }

        if (plan.StillDark > 0)
        {
            text.Append(plan.StillDark == 1 ? "From one other camera" : $"From {plan.StillDark} other cameras")
                .Append(" there still are no frames.\n\n");
        }

        if (publicUrl.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"All cameras: {Link(PagePaths.Cameras)}\n");
        }

        // A mail server that was away may get it late, and then behind what was told afterwards.
        return text.Append(CultureInfo.InvariantCulture, $"This was so at {At(now)}.\n").ToString();

        WatchedAgent? AgentOf(Camera camera) => camera.AgentId is { } id ? agents.GetValueOrDefault(id) : null;
    }

    private static void AddAgents(StringBuilder text, NoticePlan plan, Func<DateTimeOffset, string> at)
    {
        foreach (var agent in plan.Silent)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Line(agent.Name)} is not responding since {at(agent.Agent.LastSeenAt!.Value)}: "
                    + $"is that machine running, and can it reach this server? What it sees meanwhile arrives later.\n  Its cameras: ");
            text.AppendJoin(", ", agent.Cameras.Take(MaxNamed).Select(camera => Line(camera.Alias)));
            text.Append(agent.Cameras.Count > MaxNamed ? $" and {agent.Cameras.Count - MaxNamed} more" : "").Append("\n\n");
        }
    }

    private void Add<T>(StringBuilder text, string heading, IReadOnlyList<T> entries, Func<T, string> tell, Func<T, Camera> cameraOf)
    {
        if (entries.Count == 0)
        {
            return;
        }

        text.Append(heading).Append("\n\n");
        foreach (var entry in entries.OrderBy(entry => cameraOf(entry).Alias, StringComparer.OrdinalIgnoreCase).Take(MaxEntries))
        {
            var camera = cameraOf(entry);
            var site = siteName(camera.SiteId);
            text.Append(Line(camera.Alias)).Append(site.Length > 0 ? $" ({Line(site)})\n" : "\n");
            text.Append("  ").Append(tell(entry)).Append('\n');
            if (publicUrl.Length > 0)
            {
                text.Append("  ").Append(Link(PagePaths.Camera(camera.Id))).Append('\n');
            }

            text.Append('\n');
        }

        if (entries.Count > MaxEntries)
        {
            text.Append(CultureInfo.InvariantCulture, $"and {entries.Count - MaxEntries} more.\n\n");
        }
    }

    private string At(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture);

    private string Link(string path) => publicUrl.TrimEnd('/') + path;
}
