using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage.Auditing;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi.Searches;

/// <summary>The three searches and the detail. Rows are written as they are read, so that a long answer is not held in memory.</summary>
internal static class SearchEndpoints
{
    /// <summary>How many rows there are, where not all are sent.</summary>
    public const string TotalHeader = "X-Total-Count";

    private const string NoNumber = "group_id: must be a whole number.";
    private const string Unknown = "There is no group with this id.";

    private const string TotalDescription =
        "How many rows there are, where not all are sent. Among millions it may be some minutes old, or missing while it is counted.";

    private const string GroupExample = """
        {"pk": 465, "model": "alpr.plategroup", "fields": {"agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "agent_type": "alprd", "best_confidence": 93.41, "best_plate": "AAA1A11", "best_index": 0, "best_uuid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2-1-1739055166250", "epoch_time_start": "2025-02-08T22:52:45.100Z", "epoch_time_end": "2025-02-08T22:52:47.900Z", "camera": "North gate", "camera_id": 1, "company": 1, "site": "Default", "site_id": 1, "crop_location": null, "direction_of_travel_degrees": null, "direction_of_travel_id": null, "gps_latitude": null, "gps_longitude": null, "hit_count": 9, "img_width": 1920, "img_height": 1080, "plate_x1": 804, "plate_y1": 610, "plate_x2": 951, "plate_y2": 611, "plate_x3": 950, "plate_y3": 660, "plate_x4": 803, "plate_y4": 658, "processing_time_ms": 18.2, "region": "br", "region_confidence": null, "vehicle_color": null, "vehicle_color_confidence": null, "vehicle_make": null, "vehicle_make_confidence": null, "vehicle_make_model": null, "vehicle_make_model_confidence": null, "vehicle_body_type": null, "vehicle_body_type_confidence": null, "vehicle_region_x": null, "vehicle_region_y": null, "vehicle_region_width": null, "vehicle_region_height": null}}
        """;

    private const string CandidateExample = """
        {"pk": 46501, "model": "alpr.platecandidate", "fields": {"agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "confidence": 4.2, "group": 465, "plate_number": "AAA1AI1", "uuid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2-1-1739055166250", "epoch_time": "2025-02-08T22:52:45.100Z", "camera": "North gate", "camera_id": 1, "company": 1, "site": "Default", "site_id": 1, "plate_index": 0}}
        """;

    private const string AlertExample = """
        {"pk": 12, "model": "alpr.alert", "fields": {"agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "confidence": 93.41, "plate_group": 465, "plate_number": "AAA1A11", "description": "Stolen", "epoch_time": "2025-02-08T22:52:45.100Z", "alert_group_name": "Wanted", "alert_group": 1, "company": 1, "site": "Default", "site_id": 1}}
        """;

    public static void MapSearches(this ScoutRoutes routes)
    {
        routes.Get("/api/search/plate", PlatesAsync)
            .WithDocs(
                "searchPlates",
                ScoutDocs.Searches,
                "Search for groups",
                "Groups: one row a vehicle. A preview's row is brought up to date under the same `pk`.")
            .AnswersRows<PlateGroup>(GroupExample);

        routes.Get("/api/search/group", PlatesAsync)
            .WithDocs("searchGroups", ScoutDocs.Searches, "Search for groups, by its older name", "The same as `/api/search/plate`.")
            .AnswersRows<PlateGroup>(GroupExample);

        routes.Get("/api/search/platecandidate", CandidatesAsync)
            .WithDocs(
                "searchCandidates",
                ScoutDocs.Searches,
                "Search for candidates",
                "One row a candidate of each group, the best one too; `plate` is compared with each.")
            .AnswersRows<PlateCandidate>(CandidateExample);

        routes.Get("/api/search/alert", AlertsAsync)
            .WithDocs("searchAlerts", ScoutDocs.Searches, "Search for alerts", "Groups that met an alert list.")
            .AnswersRows<PlateAlert>(AlertExample);

        routes.Get("/api/detail/platecandidate/{id}", DetailAsync)
            .WithDocs("getGroup", ScoutDocs.Searches, "Get a candidate's group", "The group that a candidate belongs to.")
            .WithParameters(new ParameterDocs(
                "id", "The group's `pk` (`group` of the candidate).")
            { In = ParameterLocation.Path, Bits = 64, Min = 0 })
            .Answers<PlateGroup>(200, "The group.", GroupExample)
            .Fails(400, "`id` is no number.", NoNumber)
            .Fails(404, "There is none, or the key's owner does not see it.", Unknown);
    }

    private static async Task PlatesAsync(
        HttpContext context, GroupSearch search, SiteScopeProvider siteScopes, ScoutModels models, CancellationToken cancellationToken)
    {
        var (query, asCsv) = GroupParameters.Read(context.Request);
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        await using var chunks = search.GroupsAsync(query, siteScope, cancellationToken).GetAsyncEnumerator(cancellationToken);

        // The first rows are read before the answer begins, so that a fault still has a status.
        var hasRows = await chunks.MoveNextAsync();
        await TellTotalAsync(context, query, hasRows ? chunks.Current.Count : 0, () => search.CountGroupsAsync(query, siteScope));
        await WriteAsync(context, models, models.Group, chunks, hasRows, asCsv);
    }

    private static async Task CandidatesAsync(
        HttpContext context, GroupSearch search, SiteScopeProvider siteScopes, ScoutModels models, CancellationToken cancellationToken)
    {
        var (query, asCsv) = GroupParameters.Read(context.Request);
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var rows = await search.CandidatesAsync(query, siteScope, cancellationToken);
        await TellTotalAsync(context, query, rows.Count, () => search.CountCandidatesAsync(query, siteScope));
        await WriteAsync(context, models, models.Candidate, rows, asCsv);
    }

    private static async Task AlertsAsync(
        HttpContext context, GroupSearch search, SiteScopeProvider siteScopes, ScoutModels models, CancellationToken cancellationToken)
    {
        var (query, asCsv) = GroupParameters.Read(context.Request);
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var rows = await search.AlertsAsync(query, siteScope, cancellationToken);
        await TellTotalAsync(context, query, rows.Count, () => search.CountAlertsAsync(query, siteScope));
        await WriteAsync(context, models, models.Alert, rows, asCsv);
    }

    private static async Task DetailAsync(
        HttpContext context, string id, GroupSearch search, SiteScopeProvider siteScopes, ScoutModels models, CancellationToken cancellationToken)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw ApiException.BadRequest(NoNumber);
        }

        var group = await search.FindAsync(number, await siteScopes.GetAsync(context.User, cancellationToken), cancellationToken)
            ?? throw ApiException.NotFound(Unknown);
        context.Response.ContentType = RouteDocs.Json;
        var body = new TaggedBody(context);
        using (var json = new Utf8JsonWriter(body.Writer, ScoutApiJson.Writer))
        {
            models.Group.Write(json, group, models.IsStrict);
        }

        await body.CompleteAsync();
    }

    // Where the first rows are as many as may be, there may be more.
    private static async Task TellTotalAsync(HttpContext context, GroupQuery query, int firstRows, Func<Task<long?>> count)
    {
        if (firstRows >= Math.Min(query.MaxRows, GroupSearch.MaxBatch) && await count() is { } total && total > query.MaxRows)
        {
            context.Response.Headers[TotalHeader] = total.ToString(CultureInfo.InvariantCulture);
        }
    }

    private static async Task WriteAsync<T>(HttpContext context, ScoutModels models, ScoutModel<T> model, IReadOnlyList<T> rows, bool asCsv)
    {
        await using var source = new[] { rows }.ToAsyncEnumerable().GetAsyncEnumerator(context.RequestAborted);
        await WriteAsync(context, models, model, source, await source.MoveNextAsync(), asCsv);
    }

    private static async Task WriteAsync<T>(
        HttpContext context, ScoutModels models, ScoutModel<T> model, IAsyncEnumerator<IReadOnlyList<T>> source, bool hasRows, bool asCsv)
    {
        try
        {
            context.Response.ContentType = asCsv ? "text/csv; charset=utf-8" : RouteDocs.Json;
            var body = new TaggedBody(context);
            await (asCsv ? WriteCsvAsync(body, model, source, hasRows) : WriteJsonAsync(body, models, model, source, hasRows));
            await body.CompleteAsync();
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            context.Abort(); // An answer that is not whole must not look whole.
            throw;
        }
    }

    private static async Task WriteJsonAsync<T>(
        TaggedBody body, ScoutModels models, ScoutModel<T> model, IAsyncEnumerator<IReadOnlyList<T>> source, bool hasRows)
    {
        await using var json = new Utf8JsonWriter(body.Writer, ScoutApiJson.Writer);
        json.WriteStartArray();
        while (hasRows)
        {
            foreach (var row in source.Current)
            {
                model.Write(json, row, models.IsStrict);
                if (json.BytesPending >= TaggedBody.Piece)
                {
                    json.Flush();
                    await body.FlushAsync();
                }
            }

            hasRows = await source.MoveNextAsync();
        }

        json.WriteEndArray();
        json.Flush();
        await body.FlushAsync();
    }

    private static async Task WriteCsvAsync<T>(TaggedBody body, ScoutModel<T> model, IAsyncEnumerator<IReadOnlyList<T>> source, bool hasRows)
    {
        Encoding.UTF8.GetBytes(model.CsvHeader, body.Writer);
        while (hasRows)
        {
            foreach (var row in source.Current)
            {
                Encoding.UTF8.GetBytes(model.Csv(row), body.Writer);
            }

            await body.FlushAsync();
            hasRows = await source.MoveNextAsync();
        }
    }

    private static RouteHandlerBuilder AnswersRows<T>(this RouteHandlerBuilder route, string example) => route
        .WithMetadata(new AuditedAs(AuditAction.Searched))
        .WithParameters(GroupParameters.Docs)
        .WithAnswer<T[]>(new AnswerDocs(
            200,
            "The rows. With `format=csv`, a line a row behind a line of names.",
            new JsonArray(JsonNode.Parse(example)),
            new HeaderDocs(TotalHeader, TotalDescription, IsNumber: true))
        {
            CsvExample = "pk,agent_uid,…\n465,TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2,…\n",
        })
        .Fails(
            400,
            "A parameter is wrong, or none of `start`, `end` and `after` is given.",
            GroupParameters.NoTime);
}
