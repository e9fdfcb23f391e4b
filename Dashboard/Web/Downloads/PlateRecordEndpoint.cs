using Dashboard.Configuration;
using Dashboard.Domain.Plates;
using Dashboard.Retention.Plates;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Dashboard.Web.Pictures;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Web.Downloads;

/// <summary>All that is stored of a plate as a file, for administrators: written while it is read.</summary>
internal static class PlateRecordEndpoint
{
    public static void MapPlateRecord(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/app/plates/{plate}/record.zip", DownloadAsync).RequireAuthorization(Policies.Administrator);

    private static async Task DownloadAsync(
        string plate, HttpContext context, PlateRecord record, ServerOptions server, DisplayClock clock, BlurredPictures pictures, AuditTrail audit,
        SearchReasons reasons)
    {
        plate = PlateText.Normalize(plate);
        var person = context.User.UserId() ?? 0;
        if (plate.Length is 0 or > PlateText.MaxLength || reasons.IsMissing(person))
        {
            // Who has to say why a plate is searched for says it on the plate's page.
            context.Response.StatusCode = plate.Length is 0 or > PlateText.MaxLength
                ? StatusCodes.Status404NotFound
                : StatusCodes.Status403Forbidden;
            return;
        }

        var (isBlurred, withEvidence) = (pictures.AreWantedBy(context.Request), context.Request.Query[Urls.EvidenceKey] == "1");
        audit.Write(
            AuditActor.Current, AuditAction.Exported, $"plate {plate}",
            (isBlurred ? "whole record, pictures blurred" : "whole record, pictures as they are") + (withEvidence ? "; with evidence" : ""),
            reasons.Find(person));
        context.Response.ContentType = "application/zip";
        context.Response.GetTypedHeaders().CacheControl = new CacheControlHeaderValue { NoStore = true };
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{plate}-{clock.Now:yyyy-MM-dd-HHmmss}.zip\"";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        if (context.Features.Get<IHttpBodyControlFeature>() is { } body)
        {
            // The end of each file in a zip is written by no asynchronous call: a few bytes, whatever the file's size.
            body.AllowSynchronousIO = true;
        }

        try
        {
            await record.WriteAsync(plate, server.Zone, isBlurred, withEvidence, context.Response.Body, context.RequestAborted);
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            // A connection that is cut tells the browser that the file is not whole; an end like any other would not.
            context.Abort();
        }
    }
}
