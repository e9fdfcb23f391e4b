using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Dashboard.Agents;
using Dashboard.Alerts.Lists;
using Dashboard.Capture;
using Dashboard.Domain.Alerts;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Api.ScoutApi;

/// <summary>The four lists: agents, cameras, alert lists, users. Never a secret.</summary>
internal sealed class ListEndpoints(
    IDbContextFactory<DashboardDbContext> database, AgentDirectory agents, AlertListStore lists, CameraStatusBoard board, UserAccounts accounts, SiteScopeProvider siteScopes, ScoutOptions options, TimeProvider time)
{
    /// <summary>Rows a page where nothing else is asked for.</summary>
    public const int UsualSize = 100;

    /// <summary>The most rows a page.</summary>
    public const int MostSize = 1000;

    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>GET /api/agents/</c>.</summary>
    public async Task AgentsAsync(HttpContext context)
    {
        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        var map = await agents.GetAsync(context.RequestAborted);
        var cameras = (await CamerasAsync(siteScope, context.RequestAborted)).ToLookup(camera => camera.AgentId ?? map.Own.Id);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var seen = map.Agents.Values.Where(agent => siteScope.Includes(agent.SiteId) || cameras[agent.Id].Any()).OrderBy(agent => agent.Id).ToList();
        await AnswerAsync(context, seen, (json, agent) =>
        {
            json.WriteNumber("id", agent.Id);
            json.WriteString("agent_uid", agent.Uid);
            json.WriteString("name", agent.Name);
            json.WriteString("hostname", agent.Hostname);
            json.WriteString("version", agent.Version);
            json.WriteString("site", map.SiteName(agent.SiteId));
            json.WriteNumber("site_id", agent.SiteId);
            json.WriteString("last_seen", agent.LastSeenMs is { } ms ? ScoutModels.Time(ms) : null);
            json.WriteBoolean("online", now - agent.LastSeenMs <= AgentSummary.Silence.TotalMilliseconds);
            json.WriteNumber("cameras", cameras[agent.Id].Count());
        });
    }

    /// <summary><c>GET /api/cameras/</c>.</summary>
    public async Task CamerasAsync(HttpContext context)
    {
        var map = await agents.GetAsync(context.RequestAborted);
        var seen = await CamerasAsync(await siteScopes.OfAsync(context.User, context.RequestAborted), context.RequestAborted);
        await AnswerAsync(context, seen, (json, camera) =>
        {
            json.WriteNumber("id", camera.Id);
            json.WriteNumber("camera_id", camera.Number ?? camera.Id);
            json.WriteString("name", camera.Alias);
            json.WriteString("agent_uid", (camera.AgentId is { } id && map.Agents.TryGetValue(id, out var agent) ? agent : map.Own).Uid);
            json.WriteString("site", map.SiteName(camera.SiteId));
            json.WriteNumber("site_id", camera.SiteId);
            json.WriteBoolean("enabled", camera.IsEnabled);
            var live = board.Get(camera.Id).LastFrameAt?.ToUnixTimeMilliseconds();
            json.WriteString("last_seen", (live ?? camera.KeepAliveMs) is { } ms ? ScoutModels.Time(ms) : null);
            WriteDegrees(json, "gps_latitude", camera.Latitude);
            WriteDegrees(json, "gps_longitude", camera.Longitude);
        });
    }

    /// <summary><c>GET /api/alert-lists/</c>: lists for all sites, and those for a site that is seen.</summary>
    public async Task AlertListsAsync(HttpContext context)
    {
        var siteScope = await siteScopes.OfAsync(context.User, context.RequestAborted);
        var seen = (await lists.ListAsync(context.RequestAborted)).Where(list => AlertListRules.IsSeen(list, siteScope)).OrderBy(list => list.Id).ToList();
        await AnswerAsync(context, seen, (json, list) =>
        {
            json.WriteNumber("id", list.Id);
            json.WriteString("name", list.Name);
            json.WriteString("list_type", list.ListType == AlertListType.Black ? "black" : "white");
            json.WriteString("match_strategy", list.MatchStrategy == MatchStrategy.Exact ? "exact" : "lenient");
            json.WriteBoolean("active", list.IsActive);
            json.WriteNumber("entries", list.EntryCount);
        });
    }

    /// <summary><c>GET /api/users/</c>; administrators only.</summary>
    public async Task UsersAsync(HttpContext context)
    {
        var users = await accounts.ListAsync(context.RequestAborted);
        await AnswerAsync(context, users, (json, user) =>
        {
            json.WriteNumber("id", user.Id);
            json.WriteString("email", user.Email);
            json.WriteString("role", user.Role);
            json.WriteBoolean("active", user.IsEnabled);
            json.WriteString("last_login", user.LastSignIn is { } signedIn ? ScoutModels.Time(signedIn.ToUnixTimeMilliseconds()) : null);
        });
    }

    private async Task<IReadOnlyList<CameraRow>> CamerasAsync(SiteScope siteScope, CancellationToken cancel)
    {
        await using var db = await database.CreateDbContextAsync(cancel);
        var cameras = await db.Cameras.AsNoTracking().Where(camera => camera.DeletedMs == null).OrderBy(camera => camera.Id).ToListAsync(cancel);
        return [.. cameras.Where(camera => siteScope.Includes(camera.SiteId))];
    }

    private void WriteDegrees(Utf8JsonWriter json, string name, double? degrees)
    {
        json.WritePropertyName(name);
        ScoutValue.WriteDecimal(json, degrees, options.DecimalsAsStrings);
    }

    private static async Task AnswerAsync<T>(HttpContext context, IReadOnlyList<T> rows, Action<Utf8JsonWriter, T> write)
    {
        var (page, size) = (Parameter(context.Request, "page", 1, int.MaxValue), Parameter(context.Request, "page_size", UsualSize, MostSize));
        var first = (page - 1L) * size;
        if (page > 1 && first >= rows.Count)
        {
            throw new ScoutApiException(StatusCodes.Status404NotFound, $"page: there are only {Math.Max(1, (rows.Count + size - 1) / size)} pages.");
        }

        context.Response.ContentType = "application/json";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Json))
        {
            json.WriteStartObject();
            json.WriteNumber("count", rows.Count);
            json.WriteString("next", first + size < rows.Count ? AddressOf(context.Request, page + 1) : null);
            json.WriteString("previous", page > 1 ? AddressOf(context.Request, page - 1) : null);
            json.WriteStartArray("results");
            foreach (var row in rows.Skip((int)first).Take(size))
            {
                json.WriteStartObject();
                write(json, row);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    // What the key was sent in was taken out of the address already.
    private static string AddressOf(HttpRequest request, int page)
    {
        var query = request.Query.Where(pair => pair.Key != "page").Select(pair => KeyValuePair.Create(pair.Key, pair.Value));
        var address = $"{request.Scheme}://{request.Host}{request.PathBase}{request.Path}";
        return QueryHelpers.AddQueryString(address, [.. query, KeyValuePair.Create("page", new Microsoft.Extensions.Primitives.StringValues(page.ToString(CultureInfo.InvariantCulture)))]);
    }

    private static int Parameter(HttpRequest request, string name, int usual, int most)
    {
        if (!request.Query.TryGetValue(name, out var values) || values[^1] is not { Length: > 0 } text)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? Math.Min(number, most)
            : throw ScoutApiException.Bad($"{name}: must be a whole number, at least 1.");
    }
}
