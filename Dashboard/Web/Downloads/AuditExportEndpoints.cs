using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Dashboard.Security;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Pages.Audit;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Downloads;

/// <summary>Audit entries as a file, for administrators: written while it is read.</summary>
internal static class AuditExportEndpoints
{
    private static readonly string[] Columns = ["time", "user", "user_id", "api_key", "address", "action", "subject", "details", "reason", "times"];

    public static void MapAuditExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Urls.AuditExport, ExportAsync).RequireAuthorization(Policies.Administrator);

    private static async Task ExportAsync(HttpContext context, AuditStore store, AuditTrail audit, DisplayClock clock)
    {
        var cancellationToken = context.RequestAborted;
        var state = AuditPageState.FromQueryString(context.Request.QueryString.Value);
        audit.Write(AuditActor.Current, AuditAction.Exported, "audit", state.ToQueryString());
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoStore = true };
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{clock.Now:yyyy-MM-dd-HHmmss}.csv\"";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // Spreadsheets run what begins like a formula, and people can name things as they like.
            var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape };
            await using var text = new StreamWriter(context.Response.Body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
            await using var csv = new CsvWriter(text, configuration, leaveOpen: true);
            foreach (var column in Columns)
            {
                csv.WriteField(column);
            }

            await csv.NextRecordAsync();
            await foreach (var entry in store.ReadAsync(state.ToQuery(clock), cancellationToken))
            {
                Write(csv, entry, clock);
                await csv.NextRecordAsync();
            }
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // A connection that is cut tells the browser that the file is not whole; an end like any other would not.
            context.Abort();
        }
    }

    private static void Write(CsvWriter csv, AuditEntry entry, DisplayClock clock)
    {
        csv.WriteField(clock.FormatExact(entry.At));
        csv.WriteField(entry.UserName);
        csv.WriteField(entry.UserId);
        csv.WriteField(entry.Key);
        csv.WriteField(entry.Address);
        csv.WriteField(AuditLabels.Label(entry.Action));
        csv.WriteField(entry.Subject);
        csv.WriteField(entry.Details);
        csv.WriteField(entry.Reason);
        csv.WriteField(entry.Count);
    }
}
