using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Agents.Groups;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.ScoutApi;

/// <summary>The three searches and the detail. Rows are written as they are read, so that a long answer is not held in memory.</summary>
internal sealed class SearchEndpoints(GroupSearch search, SiteScopeProvider siteScopes, ScoutOptions options)
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly ScoutModels _models = new(options.Company);

    /// <summary><c>GET /api/search/plate</c>.</summary>
    public async Task PlatesAsync(HttpContext context)
    {
        var (query, asCsv) = GroupParameters.Read(context.Request);
        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        await AnswerAsync(context, _models.Group, search.GroupsAsync(query, siteScope, context.RequestAborted), asCsv);
    }

    /// <summary><c>GET /api/search/platecandidate</c>.</summary>
    public async Task CandidatesAsync(HttpContext context)
    {
        var (query, asCsv) = GroupParameters.Read(context.Request);
        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        await AnswerAsync(context, _models.Candidate, Once(await search.CandidatesAsync(query, siteScope, context.RequestAborted)), asCsv);
    }

    /// <summary><c>GET /api/search/alert</c>.</summary>
    public async Task AlertsAsync(HttpContext context)
    {
        var (query, asCsv) = GroupParameters.Read(context.Request);
        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        var alerts = await search.AlertsAsync(query, siteScope, context.RequestAborted);
        await AnswerAsync(context, _models.Alert, Once([.. alerts.Select(row => new AlertView(row.Alert, row.Agent, row.SiteId, row.Site))]), asCsv);
    }

    /// <summary><c>GET /api/detail/platecandidate/{group_id}</c>: the group that a candidate belongs to.</summary>
    public async Task DetailAsync(HttpContext context, string id)
    {
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw ScoutApiException.Bad("group_id: must be a whole number.");
        }

        var group = await search.FindAsync(number, await siteScopes.OfAsync(context.User, context.RequestAborted), context.RequestAborted)
            ?? throw new ScoutApiException(StatusCodes.Status404NotFound, "There is no group with this id.");
        context.Response.ContentType = "application/json";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Json))
        {
            _models.Group.Write(json, group, options.DecimalsAsStrings);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private async Task AnswerAsync<T>(HttpContext context, ScoutModel<T> model, IAsyncEnumerable<IReadOnlyList<T>> chunks, bool asCsv)
    {
        // The first rows are read before the answer begins, so that a fault still has a status.
        await using var source = chunks.GetAsyncEnumerator(context.RequestAborted);
        var hasRows = await source.MoveNextAsync();
        try
        {
            context.Response.ContentType = asCsv ? "text/csv; charset=utf-8" : "application/json";
            var write = asCsv ? WriteCsvAsync(context, model, source, hasRows) : WriteJsonAsync(context, model, source, hasRows);
            await write;
        }
        catch (Exception) when (context.Response.HasStarted)
        {
            context.Abort(); // An answer that is not whole must not look whole.
            throw;
        }
    }

    private async Task WriteJsonAsync<T>(HttpContext context, ScoutModel<T> model, IAsyncEnumerator<IReadOnlyList<T>> source, bool hasRows)
    {
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, Json);
        json.WriteStartArray();
        while (hasRows)
        {
            foreach (var row in source.Current)
            {
                model.Write(json, row, options.DecimalsAsStrings);
            }

            json.Flush();
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            hasRows = await source.MoveNextAsync();
        }

        json.WriteEndArray();
    }

    private static async Task WriteCsvAsync<T>(HttpContext context, ScoutModel<T> model, IAsyncEnumerator<IReadOnlyList<T>> source, bool hasRows)
    {
        Encoding.UTF8.GetBytes(model.CsvHeader, context.Response.BodyWriter);
        while (hasRows)
        {
            foreach (var row in source.Current)
            {
                Encoding.UTF8.GetBytes(model.Csv(row), context.Response.BodyWriter);
            }

            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            hasRows = await source.MoveNextAsync();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static async IAsyncEnumerable<IReadOnlyList<T>> Once<T>(IReadOnlyList<T> rows)
    {
        await Task.CompletedTask;
        yield return rows;
    }
}
