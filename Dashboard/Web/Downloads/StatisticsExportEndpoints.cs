using System.Globalization;
using System.Text;
using CsvHelper;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Statistics;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Pages.Statistics;
using Dashboard.Web.Shared;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Downloads;

/// <summary>The tables of the statistics as files, for signed-in people.</summary>
internal static class StatisticsExportEndpoints
{
    public static void MapStatisticsExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Urls.Statistics + "/{table:alpha}.csv", ExportAsync).RequireAuthorization(Policies.Viewer);

    private static async Task ExportAsync(
        string table, HttpContext context, StatisticsReader reader, SiteScopeProvider siteScopes, DisplayClock time, AuditTrail audit)
    {
        var cancellationToken = context.RequestAborted;
        var state = StatisticsPageState.FromQueryString(context.Request.QueryString.Value);
        var scope = await siteScopes.GetAsync(context.User, cancellationToken);
        var numbers = await reader.ReadAsync(state.ToQuery(time), scope, cancellationToken);
        if (StatisticsTables.ToRows(numbers, table) is not { } rows)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        audit.Write(AuditActor.Current, AuditAction.Exported, $"statistics: {table}", state.ToQueryString());
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoStore = true };
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"statistics-{table}-{time.Now:yyyy-MM-dd}.csv");
        context.Response.GetTypedHeaders().ContentDisposition = disposition;

        // The mark that spreadsheets need to know UTF-8; formulas in names are quoted away.
        await context.Response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
        await using var writer = new StreamWriter(context.Response.Body, new UTF8Encoding(false), leaveOpen: true);
        await using var csv = new CsvWriter(writer, new CsvHelper.Configuration.CsvConfiguration(CultureInfo.InvariantCulture)
        {
            InjectionOptions = CsvHelper.Configuration.InjectionOptions.Escape,
        });
        foreach (var row in rows)
        {
            foreach (var field in row)
            {
                csv.WriteField(field);
            }

            await csv.NextRecordAsync();
        }
    }
}
