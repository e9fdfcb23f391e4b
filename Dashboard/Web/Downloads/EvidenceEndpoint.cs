using System.Globalization;
using Dashboard.Flows;
using Dashboard.Security;
using Dashboard.Web.Languages;
using Dashboard.Web.Pages.Flows.Evidence;
using Dashboard.Web.Pictures;
using Dashboard.Web.Shared;

namespace Dashboard.Web.Downloads;

/// <summary>Evidence sheets as files.</summary>
internal static class EvidenceEndpoint
{
    public static void MapEvidence(this IEndpointRouteBuilder routes) =>
        routes.MapGet(Urls.Flows + "/{id:long}/evidence.pdf", DownloadAsync).RequireAuthorization(Policies.Viewer)
            .WithMetadata(new InLanguageOfPerson());

    private static async Task<IResult> DownloadAsync(
        long id, HttpContext context, EvidenceReader reader, FlowImages images, BlurredPictures pictures, DisplayClock time)
    {
        using var place = await images.EnterAsync(context.RequestAborted);
        if (await reader.ReadAsync(id, context.User, pictures.AreWantedBy(context.Request), context.RequestAborted) is not { } sheet)
        {
            return Results.NotFound();
        }

        // It says who printed it and when: no other copy of it may be shown.
        context.Response.Headers.CacheControl = "no-store";
        var name = string.Create(CultureInfo.InvariantCulture, $"flow-{id}{(sheet.Flow.Plate.Length > 0 ? "-" : "")}{sheet.Flow.Plate}.pdf");
        return Results.File(EvidencePdf.Write(sheet, time), "application/pdf", name);
    }
}
