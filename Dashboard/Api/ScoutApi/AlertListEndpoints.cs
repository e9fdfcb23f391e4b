using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Alerts.Lists;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Domain.Alerts;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Mvc;

namespace Dashboard.Api.ScoutApi;

[Description("A list that is to be made.")]
internal sealed record NewAlertList([property: Description("Its name, unique.")] string Name);

[Description("Entries that are to take the place of a list's.")]
internal sealed record ImportForm
{
    [Description("Always `import`.")]
    public string? Name { get; init; }

    [Description("Number of the list.")]
    public required int Pk { get; init; }

    [Description(
        "The file: CSV with the header `Plate Number,Description,State/Province`, or without one; commas, semicolons or tabs; UTF-8, UTF-16 or "
            + "Windows-1252. The field may be called `import` as well.")]
    public required string Files { get; init; }

    [Description("`true`: wrong lines are left out and told, and the others replace the list.")]
    [JsonPropertyName("skip_bad")]
    public bool? SkipBad { get; init; }

    [Description("Accepted; it changes nothing.")]
    public string? Async { get; init; }
}

[Description("What an import did.")]
internal sealed record Imported(bool Success, int Added, int Modified, int Unmodified, int Deleted)
{
    [Description("How many wrong lines were left out; only with `skip_bad`.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Skipped { get; init; }

    [Description("The first 100 of them: line numbers and messages; only with `skip_bad`.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IEnumerable<object[]>? Errors { get; init; }
}

/// <summary>Why nothing was imported: line numbers and messages.</summary>
internal sealed record ImportRefused(bool Success, IEnumerable<object[]> Errors);

/// <summary>Management of alert lists, as programs in the field use it.</summary>
internal static class AlertListEndpoints
{
    public const string Path = "/api/alert-lists";

    public const string ExampleList =
        """{"id": 1, "name": "Wanted", "list_type": "black", "match_strategy": "exact", "active": true, "entries": 0}""";
    private const string PathOfNames = "/api/v2/alert-lists";
    private const string WrongPageSize = "page_size: must be a whole number, at least 1.";
    private const string WrongPk = "pk: must be the number of an alert list.";
    private const string UnknownPk = "pk: there is no alert list with this number.";
    private const string ForeignPk = "pk: the list is also for sites that the key's owner does not see.";
    private const string NoName = "name: is missing.";
    private const string NoFile = "files: the CSV file is missing.";
    private const long MaxFile = 2L * 1024 * 1024 * 1024;

    public static void MapAlertLists(this ScoutRoutes routes)
    {
        routes.Get(PathOfNames, NamesAsync)
            .WithDocs("nameAlertLists", ScoutDocs.AlertLists, "List the alert lists by name", "The same as a bare array of numbers and names.")
            .WithParameters(new ParameterDocs("page_size", "Rows at most; without it all.") { Min = 1 })
            .Answers<AlertListName[]>(200, "The lists.", """[{"id": 1, "name": "Wanted"}]""")
            .Fails(400, "`page_size` is no number from 1.", WrongPageSize);

        foreach (var (path, id) in new[] { (Path, "createAlertList"), (PathOfNames, "createAlertListV2") })
        {
            routes.Post(path, CreateAsync)
                .WithMetadata(new RequestSizeLimitAttribute(JsonBody.MaxLength))
                .WithDocs(
                    id,
                    ScoutDocs.AlertLists,
                    "Make an alert list",
                    "A new list is black, exact and active, and has no entries. "
                        + "A form with the field `name` will do as well. Needs the role Operator.")
                .WithBody<NewAlertList>(isRequired: true, ("A list", """{"name": "Wanted"}"""))
                .Answers<AlertListItem>(201, "The list.", ExampleList)
                .Fails(400, "The name is missing, too long or taken.", NoName)
                .Fails(403, "The key's owner has too little a role.", KeyErrorFormat.Forbidden);
        }

        routes.Post("/api/alert-group-import-csv", ImportAsync)
            .WithMetadata(new RequestSizeLimitAttribute(MaxFile), new RequestFormLimitsAttribute { MultipartBodyLengthLimit = MaxFile })
            .WithDocs("importAlertEntries", ScoutDocs.AlertLists, "Import entries", """
                Replaces the entries of a list by those of a file, all or nothing. A plate has at most 15 characters and may hold the wildcards `*` and `?`, a
                description at most 1000. The last of two equal plates wins; a file of only the header empties the list. Files of spreadsheets are taken as
                they are: commas, semicolons or tabs, a `sep=` line, blank rows, one column, no header, UTF-16, Windows-1252. With `skip_bad` lines that are
                wrong are left out; a file without any that is right is refused all the same. Needs the role Operator.
                """)
            .WithMetadata(new BodyDocs(typeof(ImportForm), true, "multipart/form-data", []))
            .Answers<Imported>(200, "Done.", """{"success": true, "added": 2, "modified": 0, "unmodified": 10, "deleted": 1}""")
            .Fails(
                400,
                "A field is missing. Wrong lines are told as `{\"success\": false, \"errors\": [[line, message], …]}`, and the list stays as it was.",
                NoFile)
            .Fails(
                403,
                "The role is Viewer, or the list is also for sites that the key's owner does not see.",
                ForeignPk)
            .Fails(404, "There is no such list.", UnknownPk);

        routes.Get("/api/alert-group-export-csv", ExportAsync)
            .WithDocs("exportAlertEntries", ScoutDocs.AlertLists, "Export entries", "The entries of a list as the CSV that can be imported.")
            .WithParameters(new ParameterDocs("pk", "Number of the list.") { Min = 1 })
            .WithAnswer<string>(
                new AnswerDocs(
                    200,
                    "The file.",
                    "Plate Number,Description,State/Province\r\nAAA1A11,Stolen,\r\n",
                    new HeaderDocs("Content-Disposition", "Names the file.")), "text/csv")
            .Fails(400, "`pk` is missing or no number.", WrongPk)
            .Fails(404, "There is no such list.", UnknownPk);
    }

    private static async Task<ApiJson<AlertListName[]>> NamesAsync(
        HttpContext context, AlertListStore lists, SiteScopeProvider siteScopes, ScoutApiJson json, CancellationToken cancellationToken)
    {
        var max = ListEndpoints.ReadNumber(context.Request, "page_size", usual: int.MaxValue, max: int.MaxValue);
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var seen = (await lists.ListAsync(cancellationToken)).Where(list => AlertListRules.IsSeen(list, siteScope)).OrderBy(list => list.Id);
        return json.Ok(seen.Take(max).Select(list => new AlertListName(list.Id, list.Name)).ToArray());
    }

    private static async Task<ApiJson<AlertListItem>> CreateAsync(
        HttpContext context, AlertListStore lists, SiteScopeProvider siteScopes, ScoutApiJson json, CancellationToken cancellationToken)
    {
        var name = await ReadNameAsync(context) ?? throw ApiException.BadRequest(NoName);

        // Who is limited to sites makes lists for those.
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var added = await lists.AddAsync(
            new AlertList
            {
                Name = name,
                Sites = [.. (siteScope.Sites ?? Enumerable.Empty<int>()).Select(site => new AlertListSite { SiteId = site })],
            }, cancellationToken);
        return added.Refusal is { } refusal
            ? throw ApiException.BadRequest($"name: {refusal}")
            : json.Answer(AlertListItem.From(added.Value), StatusCodes.Status201Created);
    }

    // Replaces a list, all or nothing.
    private static async Task<IResult> ImportAsync(
        HttpContext context,
        AlertListStore lists,
        SiteScopeProvider siteScopes,
        AlertListImport import,
        ScoutApiJson json,
        CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
        {
            throw ApiException.BadRequest("The body must be multipart/form-data with pk and files.");
        }

        var form = await ReadFormAsync(context);
        if (form.TryGetValue("name", out var name) && name.ToString() is not ("" or "import"))
        {
            throw ApiException.BadRequest("name: must be import.");
        }

        var skipsBad = ReadSkipBad(form["skip_bad"].ToString() is { Length: > 0 } field ? field : context.Request.Query["skip_bad"].ToString());
        var list = await FindAsync(context, lists, siteScopes, form["pk"].ToString(), toChange: true);
        var file = form.Files.GetFile("files") ?? form.Files.GetFile("import") ?? throw ApiException.BadRequest(NoFile);
        await using var csv = file.OpenReadStream();
        var imported = await import.ImportAsync(list.Id, csv, skipsBad, null, cancellationToken);
        if (imported.Refusal is { } refusal)
        {
            throw ApiException.BadRequest($"pk: {refusal}");
        }

        var result = imported.Value;
        var errors = result.Errors.Select(error => new object[] { error.Line, error.Message });
        return result.IsDone
            ? json.Ok(new Imported(true, result.Added, result.Modified, result.Unmodified, result.Deleted)
            {
                Skipped = skipsBad ? result.ErrorCount : null,
                Errors = skipsBad ? errors : null,
            })
            : json.Answer(new ImportRefused(false, errors), StatusCodes.Status400BadRequest);
    }

    private static bool ReadSkipBad(string text) => text.Trim().ToLowerInvariant() switch
    {
        "true" or "1" => true,
        "" or "false" or "0" => false,
        _ => throw ApiException.BadRequest("skip_bad: must be true or false."),
    };

    private static async Task ExportAsync(
        HttpContext context, AlertListStore lists, SiteScopeProvider siteScopes, AlertListImport import, CancellationToken cancellationToken)
    {
        var list = await FindAsync(context, lists, siteScopes, context.Request.Query["pk"].ToString(), toChange: false);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"alert-list-{list.Id}.csv\"";
        await import.ExportAsync(list.Id, context.Response.Body, cancellationToken);
    }

    private static async Task<AlertList> FindAsync(HttpContext context, AlertListStore lists, SiteScopeProvider siteScopes, string pk, bool toChange)
    {
        if (!int.TryParse(pk, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            throw ApiException.BadRequest(WrongPk);
        }

        var siteScope = await siteScopes.GetAsync(context.User, context.RequestAborted);
        if (await lists.FindAsync(id, context.RequestAborted) is not { } list || !AlertListRules.IsSeen(list, siteScope))
        {
            throw ApiException.NotFound(UnknownPk);
        }

        return !toChange || AlertListRules.IsOwn(list, siteScope)
            ? list
            : throw new ApiException(StatusCodes.Status403Forbidden, ForeignPk);
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

        var body = await JsonBody.ReadObjectAsync(request);
        return body.TryGetProperty("name", out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;
    }

    private static async Task<IFormCollection> ReadFormAsync(HttpContext context)
    {
        try
        {
            return await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
        {
            throw ApiException.BadRequest(
                "The body is no form that can be read: it is cut off, its boundary is missing, its charset is unknown, or a field of it is too long.");
        }
    }
}
