using System.Globalization;

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
            <= 0 => "now",
            < 60 => Text(wait.TotalSeconds, "s"),
            < 3600 => Text(wait.TotalMinutes, "min"),
            _ => Text(wait.TotalHours, "h"),
        };
    }

    private static string Text(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"in {Math.Ceiling(number):0} {unit}");
}
