using System.Globalization;
using System.Text.Json;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.SeedataApi;

/// <summary>Flows in the dialect.</summary>
internal static class FlowEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, ServerOptions server) =>
        await PageAsync(context, search, siteScopes, server, where: null, Paging.Read(context.Request));

    public static async Task<IResult> SearchAsync(HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, ServerOptions server)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var paging = Paging.Read(context.Request, body);
        var filter = body.TryGetProperty("filter", out var given) ? given : default;
        return await PageAsync(context, search, siteScopes, server, FlowFilterParser.Parse(filter, server.Zone), paging);
    }

    public static async Task<IResult> GetAsync(HttpContext context, string id, FlowSearch search, SiteScopeProvider siteScopes, FlowImages images, ServerOptions server)
    {
        var cancel = context.RequestAborted;
        var siteScope = await siteScopes.OfAsync(context.User, cancel);
        var row = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? await search.FindAsync(number, siteScope, cancel) : null;
        if (row is null)
        {
            return ErrorBody.Result(StatusCodes.Status404NotFound, "There is no flow with this id.");
        }

        var image = await ReadImageAsync(images, row.Flow, cancel);
        var plate = image is null ? null : await ReadPlateAsync(images, row.Flow, cancel);
        return new JsonAnswer(json =>
        {
            json.WriteStartObject();
            WriteRow(json, row, server.Zone);
            WritePicture(json, "image", image);
            WritePicture(json, "plate_image", plate);
            json.WriteEndObject();
        });
    }

    // A machine that has the picture and does not answer must not hide the flow either.
    private static async Task<byte[]?> ReadImageAsync(FlowImages images, Flow flow, CancellationToken cancel)
    {
        try
        {
            return await images.ReadAsync(flow, cancel);
        }
        catch (PictureUnreachableException)
        {
            return null;
        }
    }

    // A damaged picture must not hide the flow: the caller gets it as it is, and no plate.
    private static async Task<byte[]?> ReadPlateAsync(FlowImages images, Flow flow, CancellationToken cancel)
    {
        try
        {
            return await images.ReadPlateAsync(flow, cancel);
        }
        catch (Exception failure) when (failure is InvalidDataException or PictureUnreachableException)
        {
            return null;
        }
    }

    private static async Task<IResult> PageAsync(HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, ServerOptions server, FlowCondition? where, Paging paging)
    {
        var page = await search.SearchAsync(new FlowQuery(where, FlowOrder.Newest, paging.Page, paging.Size), await siteScopes.OfAsync(context.User, context.RequestAborted), context.RequestAborted);
        Paging.WriteHeaders(context, page);
        return new JsonAnswer(json =>
        {
            json.WriteStartArray();
            foreach (var row in page.Rows)
            {
                json.WriteStartObject();
                WriteRow(json, row, server.Zone);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>The members of a row, in the order of the dialect.</summary>
    public static void WriteRow(Utf8JsonWriter json, FlowWithCamera row, TimeZoneInfo zone)
    {
        var flow = row.Flow;
        json.WriteNumber("id", flow.Id);
        json.WriteString("camera", row.Camera);
        json.WriteString("plate", flow.Plate.ToLowerInvariant());
        json.WriteNumber("score", Score(flow));
        json.WriteString("timestamp", SeedataTimestamp.Show(flow.CapturedAt, zone));
        json.WriteString("trigger_mode", flow.TriggerMode == TriggerMode.Manual ? "manual" : "auto");
        json.WriteString("lpr_version", flow.LprVersion);
    }

    // Six places as a decimal: a double would write a small score as 1E-06.
    private static decimal Score(Flow flow) =>
        flow.Plate.Length == 0 || double.IsNaN(flow.Confidence) ? 0 : Math.Round((decimal)Math.Clamp(flow.Confidence, 0, 1), 6);

    internal static void WritePicture(Utf8JsonWriter json, string name, byte[]? jpeg)
    {
        if (jpeg is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteBase64String(name, jpeg);
        }
    }
}
