using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Configuration;
using Dashboard.Health;
using Dashboard.Health.Metrics;
using Dashboard.Security;
using Dashboard.Web.Pages.About;

namespace Dashboard.Web.Downloads;

/// <summary>
/// What whoever helps has to know, as one text that a person can read before sending it: versions, problems, settings and numbers. Of settings that
/// are texts it says only that they are set; plates, names, addresses and secrets are not in it.
/// </summary>
internal static partial class SupportEndpoint
{
    public static void MapSupport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Urls.Support, DownloadAsync).RequireAuthorization(Policies.Administrator);

    private static async Task<IResult> DownloadAsync(
        HttpContext context, AboutReader about, Readiness readiness, ServerMetrics metrics, OptionsRegistrations options,
        IConfiguration configuration)
    {
        var cancellationToken = context.RequestAborted;
        var text = new StringBuilder((await about.ReadAsync(cancellationToken)).ToSupportText()).AppendLine().AppendLine().AppendLine("Problems");
        foreach (var problem in (await readiness.FindProblemsAsync(cancellationToken)).DefaultIfEmpty("none"))
        {
            text.AppendLine(problem);
        }

        text.AppendLine().AppendLine("Settings that are not the default");
        foreach (var line in Settings(options, configuration))
        {
            text.AppendLine(line);
        }

        await metrics.RefreshAsync(cancellationToken);
        text.AppendLine().AppendLine("Numbers").Append(CameraName().Replace(PrometheusText.Write(metrics.Meter), "camera=\"\""));
        context.Response.Headers.CacheControl = "no-store";
        return Results.File(Encoding.UTF8.GetBytes(text.ToString()), "text/plain; charset=utf-8", "support.txt");
    }

    private static IEnumerable<string> Settings(OptionsRegistrations options, IConfiguration configuration) =>
        from section in options.Sections.OrderBy(section => section.Key, StringComparer.Ordinal)
        let defaults = Activator.CreateInstance(section.Value)
        from property in section.Value.GetProperties().Where(property => property.CanWrite)
        let key = section.Key.Length == 0 ? property.Name : $"{section.Key}:{property.Name}"
        let set = configuration[key]
        where set is { Length: > 0 }
            && !set.Equals(Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture), StringComparison.OrdinalIgnoreCase)
        orderby key
        select $"{key}: {(IsHarmless(property) ? set : "(set)")}";

    private static bool IsHarmless(PropertyInfo property) =>
        (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) is { IsPrimitive: true } or { IsEnum: true }
        || property.PropertyType == typeof(TimeSpan);

    [GeneratedRegex("""camera="(?:[^"\\]|\\.)*["]""")]
    private static partial Regex CameraName();
}
