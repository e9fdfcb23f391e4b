using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Flows.Export;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Pages.Flows;
using Dashboard.Web.Pictures;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using System.Globalization;

namespace Dashboard.Web.Downloads;

/// <summary>The filtered flows as a file, for signed-in people: written while it is read, so that its length does not matter.</summary>
internal static class FlowExportEndpoints
{
    /// <summary>Key of the query string that names an <see cref="ExportRun"/>.</summary>
    public const string RunKey = "export";

    private const int RetryAfterSeconds = 10;

    public static void MapFlowExport(this IEndpointRouteBuilder routes)
    {
        var export = routes.MapGroup(Urls.Flows).RequireAuthorization(Policies.Viewer);
        export.MapGet("export.csv", (HttpContext context, Exporter exporter, ServerOptions server, PictureLinks links) =>
            exporter.ExportAsync(context, "csv", new CsvFormat(server.Zone, links.For(context)), links.AreBlurred(context)));
        export.MapGet("export.jsonl", (HttpContext context, Exporter exporter, ServerOptions server, PictureLinks links) =>
            exporter.ExportAsync(context, "jsonl", new JsonLinesFormat(server.Zone, links.For(context)), links.AreBlurred(context)));
    }

    /// <summary>The addresses of pictures in a file that is passed on to others.</summary>
    internal sealed class PictureLinks(PublicAddress address, BlurredPictures pictures)
    {
        public bool AreBlurred(HttpContext context) => pictures.AreWantedBy(context.Request);

        public Func<long, string> For(HttpContext context)
        {
            var server = address.Given
                ?? $"{context.Request.Scheme}://{context.Request.Host.ToUriComponent()}{context.Request.PathBase.ToUriComponent()}";
            return AreBlurred(context) ? id => server + Urls.BlurredFlowPicture(id) : id => server + Urls.FlowPicture(id);
        }
    }

    /// <summary>Writes the files.</summary>
    internal sealed class Exporter(
        FlowReader reader, FlowSearch search, SiteScopeProvider siteScopes, ExportRuns runs, DisplayClock time, AuditTrail audit,
        SearchReasons reasons, ILogger<Exporter> log)
    {
        public async Task ExportAsync(HttpContext context, string ending, ExportFormat format, bool areLinksBlurred)
        {
            var errors = new List<string>();
            var query = FlowsPageState.FromQueryString(context.Request.QueryString.Value, errors).ToQuery(time);
            if (errors.Count > 0)
            {
                await RefuseAsync(context, StatusCodes.Status400BadRequest, string.Join('\n', errors.Distinct()));
                return;
            }

            var userId = context.User.UserId() ?? 0;
            if (FlowAudit.NamesPlate(query.Where) && reasons.IsMissing(userId))
            {
                await RefuseAsync(context, StatusCodes.Status403Forbidden, "Open the list first and give a reason for searching for a plate.");
                return;
            }

            using var place = runs.TryEnter();
            if (place is null)
            {
                context.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
                await RefuseAsync(
                    context,
                    StatusCodes.Status503ServiceUnavailable,
                    $"{ExportRuns.MaxConcurrent} exports are running, which is the maximum; try again when one of them has finished.");
                return;
            }

            var subject = areLinksBlurred ? $"flows as {ending}, links to blurred pictures" : $"flows as {ending}";
            audit.Write(AuditActor.Current, AuditAction.Exported, subject, FlowAudit.Describe(query.Where), reasons.Find(userId));
            context.Response.ContentType = format.ContentType;
            context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoStore = true };
            context.Response.Headers.ContentDisposition = $"attachment; filename=\"flows-{time.Now:yyyy-MM-dd-HHmmss}.{ending}\"";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            var run = runs.Find(context.Request.Query[RunKey], context.User.Identity?.Name ?? "");
            await WriteAsync(context, query, format, run);
        }

        private static Task RefuseAsync(HttpContext context, int status, string words)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/plain; charset=utf-8";
            return context.Response.WriteAsync(words, context.RequestAborted);
        }

        // A connection that is cut tells the browser that the file is not whole; an end like any other would not.
        private async Task WriteAsync(HttpContext context, FlowQuery query, ExportFormat format, ExportRun? run)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, run?.Stopped ?? CancellationToken.None);
            run?.Enter(ExportState.Running);
            try
            {
                var output = context.Response.BodyWriter;
                format.Begin(output);
                var upTo = await search.HighestNumberAsync(stop.Token);
                var siteScope = await siteScopes.GetAsync(context.User, stop.Token);
                await foreach (var rows in reader.ReadAsync(query, upTo, siteScope, stop.Token))
                {
                    foreach (var row in rows)
                    {
                        format.Write(output, row);
                    }

                    await output.FlushAsync(stop.Token);
                    run?.Add(rows.Count);
                }

                await output.FlushAsync(stop.Token);
                run?.Enter(ExportState.Done);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                run?.Enter(ExportState.Stopped);
                context.Abort();
            }
            catch (Exception exception)
            {
                log.LogError(exception, "An export of flows ended too soon");
                run?.Enter(ExportState.Failed);
                context.Abort();
            }
        }
    }
}
