using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Storage.Auditing;
using Microsoft.Net.Http.Headers;
using System.Globalization;

namespace Dashboard.Web.Pictures;

/// <summary>The pictures of flows over plain HTTP, for signed-in people. A flow is named by its number alone.</summary>
internal static class FlowPictureEndpoints
{
    private const int MinWidth = 16;
    private const int MaxWidth = 4096;

    // Narrower pictures are part of a list, which is audited as a whole.
    private const int MaxThumbnailWidth = 640;

    public static void MapFlowPictures(this IEndpointRouteBuilder routes)
    {
        var flows = routes.MapGroup(Urls.Flows + "/{id:long}").RequireAuthorization(Policies.Viewer);
        flows.MapGet("picture.jpg", PictureAsync);
        flows.MapGet("plate.jpg", PlateAsync);
        flows.MapGet("views/{number:int}.jpg", ViewAsync);
    }

    private static async Task PictureAsync(
        long id,
        string? w,
        HttpContext context,
        FlowSearch search,
        SiteScopeProvider siteScopes,
        FlowImages images,
        PictureCodec codec,
        AuditTrail audit)
    {
        // Pages show the picture as it is, whatever is set for exports.
        var isBlurred = context.Request.Query.TryGetValue(Urls.BlurKey, out var blur) && blur != "0";
        int? width = null;
        if (w is not null)
        {
            if (!int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) || asked is < MinWidth or > MaxWidth)
            {
                context.Response.StatusCode = StatusCodes.Status400BadRequest;
                await context.Response.WriteAsync($"w is a width in pixels from {MinWidth} to {MaxWidth}.", context.RequestAborted);
                return;
            }

            width = asked;
        }

        var row = await search.FindAsync(id, await siteScopes.GetAsync(context.User, context.RequestAborted), context.RequestAborted);
        if (row is { Flow.HasPicture: true } && width is null or > MaxThumbnailWidth)
        {
            audit.WriteRepeated(AuditActor.Current, AuditAction.SawPicture, string.Create(CultureInfo.InvariantCulture, $"flow {id}"));
        }

        await SendAsync(context, row, isBlurred ? $"blurred-w{width}" : $"w{width}", async flow =>
        {
            var jpeg = isBlurred
                ? await images.ReadBlurredAsync(flow, context.RequestAborted)
                : await images.ReadAsync(flow, context.RequestAborted);
            return jpeg is null || width is not { } maxWidth || maxWidth >= flow.PictureWidth
                ? jpeg
                : await codec.ShrinkAsync(jpeg, maxWidth, context.RequestAborted);
        });
    }

    private static async Task PlateAsync(long id, HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, FlowImages images)
    {
        var row = await search.FindAsync(id, await siteScopes.GetAsync(context.User, context.RequestAborted), context.RequestAborted);
        await SendAsync(context, row?.Flow.Corners is null ? null : row, "plate", flow => images.ReadPlateAsync(flow, context.RequestAborted));
    }

    private static async Task ViewAsync(
        long id, int number, HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, FlowImages images)
    {
        var row = await search.FindAsync(id, await siteScopes.GetAsync(context.User, context.RequestAborted), context.RequestAborted);
        await SendAsync(context, row, $"view{number}", flow => images.ReadViewAsync(flow, number, context.RequestAborted));
    }

    private static async Task SendAsync(HttpContext context, FlowWithCamera? row, string kind, Func<Domain.Flows.Flow, Task<byte[]?>> read)
    {
        var headers = context.Response.GetTypedHeaders();

        // A picture never changes, but it may be removed, and the person may sign out: the browser asks again each time, which costs no picture.
        headers.CacheControl = new CacheControlHeaderValue { Private = true, NoCache = true };
        if (row?.Flow is not { HasPicture: true } flow)
        {
            await AnswerWithoutAsync(context, StatusCodes.Status404NotFound, NoPicture.Missing);
            return;
        }

        var tag = new EntityTagHeaderValue($"\"{flow.Uuid:N}-{flow.PictureSha256?[..16]}-{flow.CapturedAt.ToUnixTimeMilliseconds()}-{kind}\"");
        if (context.Request.Knows(tag))
        {
            headers.ETag = tag;
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        byte[]? jpeg;
        try
        {
            jpeg = await read(flow);
        }
        catch (PictureUnreachableException)
        {
            await AnswerWithoutAsync(context, StatusCodes.Status502BadGateway, NoPicture.Away);
            return;
        }
        catch (PictureChangedException)
        {
            await AnswerWithoutAsync(context, StatusCodes.Status409Conflict, NoPicture.Changed);
            return;
        }
        catch (InvalidDataException)
        {
            jpeg = null; // What is no picture cannot be cut.
        }

        if (jpeg is null)
        {
            await AnswerWithoutAsync(context, StatusCodes.Status404NotFound, NoPicture.Missing);
            return;
        }

        await Results.Bytes(jpeg, "image/jpeg", enableRangeProcessing: true, entityTag: tag).ExecuteAsync(context);
    }

    private static async Task AnswerWithoutAsync(HttpContext context, int code, byte[] picture)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "image/svg+xml";
        await context.Response.Body.WriteAsync(picture, context.RequestAborted);
    }
}
