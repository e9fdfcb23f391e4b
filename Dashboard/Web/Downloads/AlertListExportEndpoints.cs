using Dashboard.Alerts.Lists;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using System.Text;

namespace Dashboard.Web.Downloads;

/// <summary>An alert list's entries as a file, for signed-in people: written while it is read.</summary>
internal static class AlertListExportEndpoints
{
    public static void MapAlertListExport(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Urls.AlertLists + "/{id:int}/entries.csv", ExportAsync).RequireAuthorization(Policies.Viewer);

    private static async Task ExportAsync(
        int id, HttpContext context, AlertListStore lists, AlertListImport entries, SiteScopeProvider siteScopes, DisplayClock time, AuditTrail audit)
    {
        var cancellationToken = context.RequestAborted;
        if (await lists.FindAsync(id, cancellationToken) is not { } list
            || !AlertListRules.IsSeen(list, await siteScopes.GetAsync(context.User, cancellationToken)))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        audit.Write(AuditActor.Current, AuditAction.Exported, $"alert list {list.Name}");
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoStore = true };
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName($"{list.Name}-{time.Now:yyyy-MM-dd}.csv");
        context.Response.GetTypedHeaders().ContentDisposition = disposition;
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        try
        {
            // The mark that spreadsheets need to know UTF-8; an import takes it.
            await context.Response.Body.WriteAsync(Encoding.UTF8.Preamble.ToArray(), cancellationToken);
            await entries.ExportAsync(id, context.Response.Body, cancellationToken);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // A connection that is cut tells the browser that the file is not whole; an end like any other would not.
            context.Abort();
        }
    }
}
