using Dashboard.Capture;
using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraHealth;
using Dashboard.Storage;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Cameras.State;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Pages.Cameras.Health;

/// <summary>A camera's health as it is shown: never by colour alone.</summary>
internal static class HealthLabels
{
    /// <summary>From this share of the time on, all is well.</summary>
    public const double MinGood = .99;

    /// <summary>Below this share, somebody should look after the camera.</summary>
    public const double MinFair = .9;

    /// <summary><c>ok</c>, <c>warn</c>, <c>bad</c>, or <c>idle</c> where the camera was not watched.</summary>
    public static string ToneOf(double? share) => share switch
    {
        null => "idle",
        >= MinGood => "ok",
        >= MinFair => "warn",
        _ => "bad",
    };

    /// <summary>What a span says when it is pointed at.</summary>
    public static string TextOf(HealthSpan span, string when) => span.Share is { } share
        ? Localizer.Current["{0}: pictures came {1} of the time, {2} a second", when, DisplayFormat.Percent(share), DisplayFormat.Rate(span.Rate)]
        : Localizer.Current["{0}: not watched", when];

    /// <summary>Whether somebody can still do something about it: it goes on, and the camera is not switched off.</summary>
    public static bool Lasts(CameraOutage outage, Camera camera) => outage.EndAt is null && camera.IsEnabled;

    /// <summary>Why it came to it. What to do is said while it lasts; what is over only happened.</summary>
    /// <param name="showsCause">False: for people who may not edit cameras. Why may name an address of the camera or a path of the server.</param>
    public static string? ReasonOf(CameraOutage outage, Camera camera, CameraStatus status, bool showsCause = true)
    {
        var why = new CameraStatus { LastError = outage.Reason };
        return (Lasts(outage, camera), showsCause) switch
        {
            (true, true) => Localizer.Current.Message(FailureAdvice.Explain(outage.Reason, FailureAdvice.HasRun(camera, status))),
            (true, false) => CameraLabels.NoPictures(camera, why),
            (false, true) => CameraLabels.BriefReason(why),
            _ => CameraStatus.IsOfSignIn(outage.Reason) ? Localizer.Current["The camera refused its user or password."] : null,
        };
    }

    /// <summary>How long an outage took, none of it left out that matters: <c>40 s</c>, <c>1 min 46 s</c>, <c>3 h 5 min</c>, <c>3 days</c>.</summary>
    public static string Lasted(CameraOutage outage, DateTimeOffset now)
    {
        var length = TimeSpan.FromSeconds(Math.Max(0, Math.Floor(((outage.EndAt ?? now) - outage.BeginAt).TotalSeconds)));
        return length.TotalSeconds switch
        {
            < 60 => $"{length.Seconds} s",
            < 3600 when length.Seconds > 0 => $"{length.Minutes} min {length.Seconds} s",
            < 3600 => Localizer.Current["{0} min", length.Minutes],
            < 172800 when length.Minutes > 0 => $"{(int)length.TotalHours} h {length.Minutes} min",
            < 172800 => $"{(int)length.TotalHours} h",
            _ => Localizer.Current["{0} days", Math.Round(length.TotalDays)],
        };
    }

    /// <summary>When an outage was: from when to when, or since when where it lasts or nobody knows its end.</summary>
    public static string WhenOf(CameraOutage outage, DisplayClock clock) => outage.EndAt switch
    {
        null => Localizer.Current["since {0}", clock.Format(outage.BeginAt)],
        { } end when clock.ToLocal(end).Date == clock.ToLocal(outage.BeginAt).Date =>
            Localizer.Current["from {0} to {1}", clock.Format(outage.BeginAt), clock.FormatTime(end)],
        { } end => Localizer.Current["from {0} to {1}", clock.Format(outage.BeginAt), clock.Format(end)],
    };

    /// <summary>
    /// The time that a share is of, in few words: <c>24 h</c>, or for how much less a camera was watched: <c>21 h</c>, <c>12 min</c>.
    /// </summary>
    public static string WatchedOf(HealthSpan day, DateTimeOffset now) => IsWhole(day, now) ? "24 h" : Watched(day);

    /// <summary>The share of the last 24 hours or 30 days in a sentence that says what it is a share of.</summary>
    public static string? Sentence(HealthSpan span, bool isMonth, DateTimeOffset now) => (span.Share, isMonth, IsWhole(span, now)) switch
    {
        (null, _, _) => null,
        ({ } share, false, true) => Localizer.Current["With picture {0} of the last 24 hours.", DisplayFormat.Percent(share)],
        ({ } share, true, true) => Localizer.Current["With picture {0} of the last 30 days.", DisplayFormat.Percent(share)],
        ({ } share, false, false) => Localizer.Current[
            "With picture {0} of the {1} for which it was watched in the last 24 hours.", DisplayFormat.Percent(share), Watched(span)],
        ({ } share, true, false) => Localizer.Current[
            "With picture {0} of the {1} for which it was watched in the last 30 days.", DisplayFormat.Percent(share), Watched(span)],
    };

    // A restart of the server is no reason for another word.
    private static bool IsWhole(HealthSpan span, DateTimeOffset now) => span.WatchedSeconds >= .98 * (now - span.From).TotalSeconds;

    private static string Watched(HealthSpan span) => span.WatchedSeconds switch
    {
        < 60 => $"{span.WatchedSeconds} s",
        < 3600 => Localizer.Current["{0} min", span.WatchedSeconds / 60],
        < 172800 => $"{span.WatchedSeconds / 3600} h",
        _ => Localizer.Current["{0} days", Math.Round(span.WatchedSeconds / 86400.0)],
    };
}
