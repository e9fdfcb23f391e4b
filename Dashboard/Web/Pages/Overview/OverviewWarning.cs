using Dashboard.Agents;
using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Flows;
using Dashboard.Flows.Recording;
using Dashboard.Health;
using Dashboard.Hosting;
using Dashboard.Mqtt;
using Dashboard.Storage.Ages;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Agents;
using Dashboard.Web.Pages.Cameras;
using Dashboard.Web.Pages.Cameras.State;
using Dashboard.Web.Pages.Flows.Viewer;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Overview;

/// <summary>Something that a person should look after.</summary>
/// <param name="Tone"><c>bad</c> where flows are being lost or may soon be, <c>warn</c> otherwise.</param>
/// <param name="Text">Why, and what to do.</param>
/// <param name="Url">Where to look; null: nowhere in the dashboard.</param>
internal sealed record OverviewWarning(string Tone, string Title, string Text, string? Url = null)
{
    private const int MaxCameras = 3;

    /// <summary>What needs attention now, worst first.</summary>
    /// <param name="showsCauses">
    /// False: for people who may not edit cameras. What a fault says may name an address of a camera or a path of the server; they are told that
    /// there is one.
    /// </param>
    public static IReadOnlyList<OverviewWarning> List(
        IReadOnlyList<Camera> cameras, CameraStatusBoard statuses, RecorderNumbers recorder, DiskNumbers? disk, DisplayClock clock,
        IReadOnlyList<AgentSummary>? agents = null, MqttStatus? mqtt = null, DiskNumbers? lackingRoom = null,
        (int Flows, long Last)? changedPictures = null, string? recognitionFault = null, string? backupFault = null,
        DateTimeOffset? damagedSince = null, ClockDoubt? doubt = null, DateTimeOffset? certificateEnds = null, string? intakeFault = null,
        bool isKeyFileInData = false, DateTimeOffset? lockedSince = null, bool showsCauses = true)
    {
        var now = clock.Now;
        var found = new List<OverviewWarning>();
        found.AddRange(damagedSince is { } since ? [Damaged(since, now)] : Array.Empty<OverviewWarning>());
        found.AddRange(lockedSince is { } locked ? [Locked(locked, now)] : Array.Empty<OverviewWarning>());
        found.AddRange(recorder.Fault is { } storing ? [Unstored(showsCauses ? storing : null, recorder.Pending)] : Array.Empty<OverviewWarning>());

        found.AddRange(intakeFault is { } unpushed ? [Unpushed(unpushed)] : Array.Empty<OverviewWarning>());
        if (disk is { IsLow: true })
        {
            found.Add(
                new(
                    "bad",
                    Localizer.Current["The disk is nearly full"],
                    Localizer.Current["{0} of {1} are free. Free up space on the disk of the data directory.", DisplayFormat.Gigabytes(disk.Free), DisplayFormat.Gigabytes(disk.Total)]));
        }

        else if (lackingRoom is not null)
        {
            found.Add(new(
                "bad",
                Localizer.Current["Too little of the disk is free"],
                Localizer.Current["{0} of {1} are free, and no picture is left that may be deleted.", DisplayFormat.Gigabytes(lackingRoom.Free), DisplayFormat.Gigabytes(lackingRoom.Total)],
                Urls.SettingsSection("retention")));
        }

        found.AddRange(changedPictures is { } changed ? [Changed(changed.Flows, changed.Last)] : Array.Empty<OverviewWarning>());
        found.AddRange(recognitionFault is { } unread ? [Unread(showsCauses ? unread : null)] : Array.Empty<OverviewWarning>());
        found.AddRange(doubt is not null ? [Doubted(doubt)] : Array.Empty<OverviewWarning>());
        found.AddRange(certificateEnds is { } end ? [Certificate(end, now)] : Array.Empty<OverviewWarning>());
        found.AddRange(isKeyFileInData ? [KeyFileInData()] : Array.Empty<OverviewWarning>());
        found.AddRange(backupFault is { } unsaved ? [NoBackup(unsaved)] : Array.Empty<OverviewWarning>());

        var down = cameras.Where(camera => CameraLabels.NeedsAttention(camera, statuses.Get(camera.Id))).ToList();
        found.AddRange(
            down.Take(down.Count > MaxCameras ? MaxCameras - 1 : MaxCameras)
                .Select(camera => Down(camera, statuses.Get(camera.Id), clock, showsCauses)));
        if (down.Count > MaxCameras)
        {
            found.Add(new(
                "bad", Localizer.Current["{0} more cameras have no picture", down.Count - MaxCameras + 1],
                Localizer.Current["See the Cameras page for details."],
                new CamerasPageState { Filter = CameraFilter.Problem }.ToUrl()));
        }

        found.AddRange(cameras.Where(camera => CameraLabels.IsImpaired(camera, statuses.Get(camera.Id))).Take(MaxCameras)
            .Select(camera => Impaired(camera, statuses.Get(camera.Id), showsCauses)));
        found.AddRange((agents ?? []).Where(agent => agent.IsOnline(now) && (agent.IsSkewed || agent.KeyMismatch is not null)).Select(Agent));
        found.AddRange((agents ?? []).Where(agent => agent.Refused.Count > 0).Select(Refused));
        if (mqtt is { Fault: { } fault })
        {
            found.Add(new(
                "warn",
                Localizer.Current["MQTT: no connection"],
                Localizer.Current["{0} {1} messages are waiting; if there are too many, the oldest are dropped.", Localizer.Current.Message(fault), DisplayFormat.Count(mqtt.Counts.Waiting)],
                Urls.SettingsSection("mqtt")));
        }

        return found;
    }

    /// <summary>What the machine's administrator has to change.</summary>
    public static IEnumerable<OverviewWarning> ListOfMachine(MissingCount? missing, Overload? overload)
    {
        if (missing is not null)
        {
            yield return new OverviewWarning(
                "bad",
                Localizer.Current["Pictures are missing"],
                Localizer.Current["{0} of the newest {1} are not in this server's folder of pictures. Is its disk mounted, and do all servers on the database use the same folder?", missing.Missing, missing.Expected]);
        }

        if (overload is not null)
        {
            yield return new OverviewWarning(
                "warn",
                Localizer.Current["Recognition does not keep up"],
                Localizer.Current["{0} of {1} frames a second are looked at, so each camera is watched less closely than it is set to. Lower the frames per second of cameras, or let an agent on another machine watch some of them.", DisplayFormat.Rate(overload.Taken), DisplayFormat.Rate(overload.Offered)],
                Urls.Cameras);
        }
    }

    private static OverviewWarning Damaged(DateTimeOffset since, DateTimeOffset now) => new(
        "bad",
        Localizer.Current["The database is damaged"],
        Localizer.Current["A part of it could not be read ({0}). Stop the server and restore a backup.", DisplayFormat.Ago(since, now)]);

    private static OverviewWarning Locked(DateTimeOffset since, DateTimeOffset now) => new(
        "bad",
        Localizer.Current["The database is locked"],
        Localizer.Current["Another program locked it {0}. New flows wait in memory, and changes cannot be saved.", DisplayFormat.Ago(since, now)]);

    private static OverviewWarning Unstored(string? fault, int pending) => new(
        "bad",
        Localizer.Current["Flows cannot be stored"],
        Localizer.Current[
            "{0} {1} flows are waiting in memory and will be lost if the server stops.",
            fault ?? Localizer.Current["Administrators can see why."],
            DisplayFormat.Count(pending)]);

    private static OverviewWarning Unpushed(string reason) => new(
        "bad",
        Localizer.Current["Flows that agents push cannot be stored"],
        Localizer.Current["Agents send them again: {0}.", Localizer.Current.Message(reason) ?? reason],
        Urls.Agents);

    private static OverviewWarning Unread(string? reason) => new(
        "bad",
        Localizer.Current["No plates are read"],
        Localizer.Current.Message(reason) ?? reason ?? Localizer.Current["Administrators can see why."]);

    private static OverviewWarning NoBackup(string reason) => new(
        "bad", Localizer.Current["No backup could be made"], Localizer.Current.Message(reason) ?? reason, Urls.SettingsSection("backup"));

    private static OverviewWarning KeyFileInData() => new(
        "warn",
        Localizer.Current["The key file lies in the data directory"],
        Localizer.Current["Whoever has a copy of that directory can read every secret. Move the file of Security:KeyFile elsewhere and restart the server."]);

    private static OverviewWarning Doubted(ClockDoubt doubt) => new(
        "warn",
        Localizer.Current["The clock of the server was set"],
        Localizer.Current["Nothing is deleted for its age by the new time yet. See the settings for details."],
        Urls.SettingsSection("retention"));

    private static OverviewWarning Certificate(DateTimeOffset end, DateTimeOffset now) => new(
        end < now ? "bad" : "warn",
        end < now ? Localizer.Current["The server's certificate has expired"] : Localizer.Current["The server's certificate expires soon"],
        Localizer.Current["It is good until {0}. Renew the file of Tls:CertificateFile; it is read without a restart.", DisplayFormat.Day(end, TimeZoneInfo.Utc)]);

    private static OverviewWarning Changed(int flows, long last) => new(
        "bad",
        Localizer.Current["Pictures were changed after they were stored"],
        Localizer.Current.Plural(
            flows,
            "The file of {0} picture is not what was stored with its flow. It is not shown; the log names it.",
            "The files of {0} pictures are not what was stored with their flows. They are not shown; the log names them."),
        ViewerReturn.Add(Urls.Flow(last), Urls.Overview));

    private static OverviewWarning Refused(AgentSummary agent) =>
        new("bad", Localizer.Current["{0}: flows refused", agent.Name], AgentLabels.Refused(agent), Urls.Agents);

    private static OverviewWarning Agent(AgentSummary agent) => agent.KeyMismatch is not null
        ? new(
            "warn", Localizer.Current["{0}: unexpected key", agent.Name], Localizer.Current["The agent used an unexpected API key and was rejected."],
            Urls.Agents)
        : new(
            "warn",
            Localizer.Current["{0}: wrong time", agent.Name],
            AgentLabels.Skew(agent),
            Urls.Agents);

    private static OverviewWarning Down(Camera camera, CameraStatus status, DisplayClock clock, bool showsCause) => new(
        "bad",
        $"{camera.Alias}: {CameraLabels.DarkSince(camera, status, clock)}",
        showsCause ? CauseOf(camera, status) : CameraLabels.NoPictures(camera, status),
        Urls.Camera(camera.Id));

    private static OverviewWarning Impaired(Camera camera, CameraStatus status, bool showsCause) => new(
        "warn",
        Localizer.Current["{0} is impaired", camera.Alias],
        showsCause ? Localizer.Current.Message(status.Lack!)! : CameraLabels.SomethingLacks,
        Urls.Camera(camera.Id));

    private static string CauseOf(Camera camera, CameraStatus status) =>
        Localizer.Current.Message(FailureAdvice.Explain(status.LastError, FailureAdvice.HasRun(camera, status)))
        ?? Localizer.Current["No pictures are arriving."];
}
