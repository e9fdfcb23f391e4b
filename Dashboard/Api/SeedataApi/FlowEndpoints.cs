using System.Globalization;
using System.Text.Json;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows.Seedata;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

/// <summary>Flows: the list, the search, and one with its pictures.</summary>
internal static class FlowEndpoints
{
    private const string Unknown = "There is no flow with this id.";

    public static void MapFlows(this SeedataRoutes routes)
    {
        routes.Get(ApiPaths.Flows, ListAsync)
            .WithMetadata(new AuditedAs(AuditAction.Searched))
            .WithDocs(
                "listFlows",
                SeedataDocs.Flows,
                "List all flows",
                "The newest first: by `timestamp`, then by `id`. The headers say how many there are.")
            .WithParameters([.. Paging.Parameters, .. DirectionOptions.Parameters])
            .Answers("One page.", new[] { SeedataFlow.Example }, Paging.Headers)
            .SendsPeopleTo(PagePaths.Flows)
            .Fails(400, "`page` or `per-page` is no integer.", "page must be an integer.");

        routes.Post(ApiPaths.Flows + "/search", SearchAsync)
            .WithMetadata(new AuditedAs(AuditAction.Searched))
            .WithDocs("searchFlows", SeedataDocs.Flows, "Search for flows", $"""
                Flows that meet a filter, in pages as in the list.

                {string.Join("\n", FlowFilterParser.Allowed.Select(attribute => $"- `{attribute.Name}`: {attribute.Allows}"))}

                `like` finds its text anywhere; `%`, `_`, `\` and `[` are ordinary characters. Case does not matter;
                in `plate` neither do separators and marks, nor whether letters are Latin or look so.
                """)
            .WithParameters([.. Paging.Parameters, .. DirectionOptions.Parameters])
            .TakesJson<FlowSearchBody>(
                isRequired: false,
                ("A camera since a day", """{"filter": {"timestamp": {">=": "2024-11-18 00:00:00"}, "camera": {"like": "camera_1"}}}"""),
                ("Part of a plate", """{"filter": {"plate": {"like": "aaa"}}}"""),
                ("Manual captures", """{"filter": {"trigger_mode": "manual"}}"""),
                ("Some flows by number, second page", """{"filter": {"id": {"in": [1, 2]}}, "page": 2}"""))
            .Answers("One page of the flows that meet the filter.", new[] { SeedataFlow.Example }, Paging.Headers)
            .Fails(
                400, "The body is no JSON object, or `page` or `per-page` is no integer.", "The request body is not valid JSON at line 1, byte 12.")
            .Fails(
                422,
                "An unknown attribute, an operator that the attribute does not have, or an operand of the wrong type.",
                "filter: trigger_mode has no operator 'like'. trigger_mode allows = with manual or auto.");

        routes.Get(ApiPaths.Flows + "/{id}", GetAsync)
            .WithMetadata(new AuditedAs(AuditAction.SawFlow))
            .WithDocs("getFlow", SeedataDocs.Flows, "Get a flow", "One flow with its pictures.")
            .WithParameters(
                new ParameterDocs("id", "Number of the flow.") { In = ParameterLocation.Path, Bits = 64, Min = 1 }, DirectionOptions.Expand)
            .Answers("The flow.", SeedataFlowWithPictures.Example)
            .Fails(404, "There is no such flow.", Unknown);
    }

    private static Task<ApiJson<SeedataFlow[]>> ListAsync(
        HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, ServerOptions server) =>
        ReadPageAsync(context, search, siteScopes, server, where: null, Paging.Read(context.Request));

    private static async Task<ApiJson<SeedataFlow[]>> SearchAsync(
        HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, ServerOptions server)
    {
        var body = await JsonBody.ReadObjectAsync(context.Request);
        var paging = Paging.Read(context.Request, body);
        var filter = body.TryGetProperty("filter", out var given) ? given : default;
        AuditMiddleware.SetDetails(context, filter.ValueKind == JsonValueKind.Undefined ? "" : filter.GetRawText());
        return await ReadPageAsync(context, search, siteScopes, server, FlowFilterParser.Parse(filter, server.Zone), paging);
    }

    private static async Task<ApiJson<SeedataFlowWithPictures>> GetAsync(
        HttpContext context,
        string id,
        FlowSearch search,
        SiteScopeProvider siteScopes,
        FlowImages images,
        ServerOptions server,
        CancellationToken cancellationToken)
    {
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var row = long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await search.FindAsync(number, siteScope, cancellationToken)
            : null;
        if (row is null)
        {
            throw ApiException.NotFound(Unknown);
        }

        var image = await ReadOrNullAsync(() => images.ReadAsync(row.Flow, cancellationToken));
        var plate = image is null ? null : await ReadOrNullAsync(() => images.ReadPlateAsync(row.Flow, cancellationToken));
        var flow = DirectionOptions.Read(context.Request).Complete(SeedataFlow.From(row, server.Zone), row);
        return SeedataJson.Ok(new SeedataFlowWithPictures(flow, image, plate));
    }

    // Neither a machine that has the picture and does not answer nor a damaged or changed picture must hide the flow.
    private static async Task<byte[]?> ReadOrNullAsync(Func<Task<byte[]?>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception exception) when (exception is InvalidDataException or PictureUnreachableException or PictureChangedException)
        {
            return null;
        }
    }

    private static async Task<ApiJson<SeedataFlow[]>> ReadPageAsync(
        HttpContext context, FlowSearch search, SiteScopeProvider siteScopes, ServerOptions server, FlowCondition? where, Paging paging)
    {
        var siteScope = await siteScopes.GetAsync(context.User, context.RequestAborted);
        var direction = DirectionOptions.Read(context.Request);
        var query = new FlowQuery(direction.Narrow(where), FlowOrder.Newest, paging.Page, paging.Size);
        var page = await search.SearchAsync(query, siteScope, context.RequestAborted);
        Paging.WriteHeaders(context, page);
        return SeedataJson.Ok(page.Rows.Select(row => direction.Complete(SeedataFlow.From(row, server.Zone), row)).ToArray());
    }
}
