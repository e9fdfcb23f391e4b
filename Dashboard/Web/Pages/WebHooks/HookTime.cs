using Dashboard.Web.Languages;

namespace Dashboard.Web.Pages.WebHooks;

/// <summary>Waits that may be long.</summary>
internal static class HookTime
{
    /// <summary>How long until then: <c>in 4 s</c>, <c>in 5 min</c>, <c>in 2 h</c>; <c>now</c> where it has passed.</summary>
    public static string In(DateTimeOffset moment, DateTimeOffset now)
    {
        var wait = moment - now;
        return wait.TotalSeconds switch
        {
            <= 0 => Localizer.Current["now"],
            < 60 => Localizer.Current["in {0} s", Math.Ceiling(wait.TotalSeconds)],
            < 3600 => Localizer.Current["in {0} min", Math.Ceiling(wait.TotalMinutes)],
            _ => Localizer.Current["in {0} h", Math.Ceiling(wait.TotalHours)],
        };
    }
}
