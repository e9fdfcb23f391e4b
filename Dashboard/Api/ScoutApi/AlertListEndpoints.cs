using System.Globalization;
using System.Text.Json;
using Dashboard.Alerts.Lists;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.ScoutApi;

/// <summary>Management of alert lists, as programs in the field use it.</summary>
internal sealed class AlertListEndpoints(AlertListStore lists, AlertListImport import, SiteScopeProvider siteScopes)
{
    /// <summary>The largest file that is imported, in bytes.</summary>
    public const long MaximumFile = 2L * 1024 * 1024 * 1024;

    /// <summary><c>GET /api/v2/alert-lists/</c>: a bare array.</summary>
    public async Task<IResult> NamesAsync(HttpContext context)
    {
        var size = context.Request.Query["page_size"].ToString();
        if (size.Length > 0 && (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1))
        {
            throw ScoutApiException.Bad("page_size: must be a whole number, at least 1.");
        }

        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        var seen = (await lists.ListAsync(context.RequestAborted)).Where(list => AlertListRules.IsSeen(list, siteScope)).OrderBy(list => list.Id);
        var most = size.Length > 0 ? int.Parse(size, CultureInfo.InvariantCulture) : int.MaxValue;
        return Results.Json(seen.Take(most).Select(list => new { id = list.Id, name = list.Name }));
    }

    /// <summary><c>POST /api/alert-lists/</c> and <c>/api/v2/alert-lists/</c>, form field <c>name</c>: 201 and the list.</summary>
    public async Task<IResult> CreateAsync(HttpContext context)
    {
        var name = await ReadNameAsync(context) ?? throw ScoutApiException.Bad("name: is missing.");

        // Who is limited to sites makes lists for those.
        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        var added = await lists.AddAsync(
            new AlertList { Name = name, Sites = [.. (siteScope.Sites ?? Enumerable.Empty<int>()).Select(site => new AlertListSite { SiteId = site })] }, context.RequestAborted);
        if (added.Refusal is { } refusal)
        {
            throw ScoutApiException.Bad($"name: {refusal}");
        }

        var made = added.Value;
        return Results.Json(
            new { id = made.Id, name = made.Name, list_type = "black", match_strategy = "exact", active = true, entries = 0 }, statusCode: StatusCodes.Status201Created);
    }

    /// <summary><c>POST /api/alert-group-import-csv/</c>: replaces a list, all or nothing.</summary>
    public async Task<IResult> ImportAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            throw ScoutApiException.Bad("The body must be multipart/form-data with pk and files.");
        }

        var form = await ReadFormAsync(context);
        if (form.TryGetValue("name", out var name) && name.ToString() is not ("" or "import"))
        {
            throw ScoutApiException.Bad("name: must be import.");
        }

        var list = await FindAsync(context, form["pk"].ToString(), toChange: true);
        var file = form.Files.GetFile("files") ?? form.Files.GetFile("import") ?? throw ScoutApiException.Bad("files: the CSV file is missing.");
        await using var csv = file.OpenReadStream();
        var imported = await import.ImportAsync(list.Id, csv, null, context.RequestAborted);
        if (imported.Refusal is { } refusal)
        {
            throw ScoutApiException.Bad($"pk: {refusal}");
        }

        var result = imported.Value;
        return result.IsDone
            ? Results.Json(new { success = true, added = result.Added, modified = result.Modified, unmodified = result.Unmodified, deleted = result.Deleted })
            : Results.Json(new { success = false, errors = result.Errors.Select(error => new object[] { error.Line, error.Message }) }, statusCode: StatusCodes.Status400BadRequest);
    }

    /// <summary><c>GET /api/alert-group-export-csv/?pk=</c>: the same CSV.</summary>
    public async Task ExportAsync(HttpContext context)
    {
        var list = await FindAsync(context, context.Request.Query["pk"].ToString(), toChange: false);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"alert-list-{list.Id}.csv\"";
        await import.ExportAsync(list.Id, context.Response.Body, context.RequestAborted);
    }

    private async Task<AlertList> FindAsync(HttpContext context, string pk, bool toChange)
    {
        if (!int.TryParse(pk, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw ScoutApiException.Bad("pk: must be the number of an alert list.");
        }

        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        if (await lists.FindAsync(id, context.RequestAborted) is not { } list || !AlertListRules.IsSeen(list, siteScope))
        {
            throw new ScoutApiException(StatusCodes.Status404NotFound, "pk: there is no alert list with this number.");
        }

        return !toChange || AlertListRules.IsOwn(list, siteScope)
            ? list
            : throw new ScoutApiException(StatusCodes.Status403Forbidden, "pk: the list is also for sites that the key's owner does not see.");
    }

    private static async Task<string?> ReadNameAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasFormContentType)
        {
            return (await ReadFormAsync(context)).TryGetValue("name", out var name) ? name.ToString() : null;
        }

        if (!request.HasJsonContentType())
        {
            return null;
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, default, context.RequestAborted);
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        }
        catch (JsonException)
        {
            throw ScoutApiException.Bad("The body must be a form, or a JSON object.");
        }
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception broken) when (broken is InvalidDataException or (IOException and not BadHttpRequestException))
        {
            throw ScoutApiException.Bad("The body is no form that can be read: it is cut off, its boundary is missing, or a field of it is too long.");
        }
    }
}
