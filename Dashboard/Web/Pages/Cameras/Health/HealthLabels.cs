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
        ? Localizer.Current["{0}: with picture {1} of the time, {2} frames a second", when, DisplayFormat.Percent(share), DisplayFormat.Rate(span.Rate)]
        : Localizer.Current["{0}: not watched", when];

    /// <summary>Whether somebody can still do something about it: it goes on, and the camera is not switched off.</summary>
    public static bool Lasts(CameraOutage outage, Camera camera) => outage.EndAt is null && camera.IsEnabled;

    /// <summary>Why it came to it. What to do is said while it lasts; what is over only happened.</summary>
    public static string? ReasonOf(CameraOutage outage, Camera camera, CameraStatus status) => Lasts(outage, camera)
        ? Localizer.Current.Message(FailureAdvice.Explain(outage.Reason, FailureAdvice.HasRun(camera, status)))
        : CameraLabels.BriefReason(new CameraStatus { LastError = outage.Reason });

    /// <summary>How long an outage took: <c>40 s</c>, <c>5 min</c>, <c>3 h</c>, <c>2 days</c>.</summary>
    public static string Lasted(CameraOutage outage, DateTimeOffset now)
    {
        var length = (outage.EndAt ?? now) - outage.BeginAt;
        return length.TotalSeconds switch
        {
            < 60 => $"{Math.Max(0, (int)length.TotalSeconds)} s",
            < 3600 => Localizer.Current["{0} min", (int)length.TotalMinutes],
            < 172800 => $"{(int)length.TotalHours} h",
            _ => Localizer.Current["{0} days", (int)length.TotalDays],
        };
    }
}
