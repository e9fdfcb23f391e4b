using System.Globalization;
using Dashboard.Agents;
using Dashboard.Alerts.Lists;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Api.Keys;
using Dashboard.Capture;
using Dashboard.Domain.Users;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Api.ScoutApi;

/// <summary>The four lists: agents, cameras, alert lists, users. Never a secret.</summary>
internal static class ListEndpoints
{
    private const int UsualSize = 100;
    private const int MaxSize = 1000;

    private static readonly ParameterDocs[] Parameters =
    [
        new("page", "Page, from 1.") { Min = 1, Default = 1 },
        new("page_size", "Rows a page; more than the most is cut to it.") { Min = 1, Max = MaxSize, Default = UsualSize },
    ];

    public static void MapLists(this ScoutRoutes routes)
    {
        routes.Get("/api/agents", AgentsAsync)
            .WithDocs("listAgents", ScoutDocs.Lists, "List the agents", "The server itself is one of them.")
            .AnswersPages<AgentItem>(
                """{"id": 1, "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "name": "This server", "hostname": "plates", "version": "0.1.0", "site": "Default", "site_id": 1, "last_seen": "2025-02-08T22:52:47.900Z", "online": true, "cameras": 1}""");

        routes.Get("/api/cameras", CamerasAsync)
            .WithDocs("listScoutCameras", ScoutDocs.Lists, "List the cameras", "Cameras of the sites that the key's owner sees.")
            .AnswersPages<CameraItem>(
                """{"id": 1, "camera_id": 1, "name": "North gate", "agent_uid": "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2", "site": "Default", "site_id": 1, "enabled": true, "last_seen": "2025-02-08T22:52:47.900Z", "gps_latitude": null, "gps_longitude": null}""");

        routes.Get(AlertListEndpoints.Path, AlertListsAsync)
            .WithDocs(
                "listAlertLists",
                ScoutDocs.AlertLists,
                "List the alert lists",
                "Lists for all sites, and those for a site that the key's owner sees.")
            .AnswersPages<AlertListItem>(AlertListEndpoints.ExampleList);

        routes.Get("/api/users", UsersAsync, Policies.Administrator)
            .WithDocs("listUsers", ScoutDocs.Lists, "List the users", "For administrators.")
            .AnswersPages<UserItem>(
                """{"id": 1, "email": "you@example.com", "role": "Administrator", "active": true, "last_login": "2025-02-08T22:50:00.000Z"}""")
            .Fails(403, "The key's owner has too little a role.", KeyErrorFormat.Forbidden);
    }

    private static async Task<ApiJson<Page<AgentItem>>> AgentsAsync(
        HttpContext context,
        IDbContextFactory<DashboardDbContext> database,
        AgentDirectory agents,
        SiteScopeProvider siteScopes,
        ScoutApiJson json,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var map = await agents.GetAsync(cancellationToken);
        var cameras = (await ReadCamerasAsync(database, siteScope, cancellationToken)).ToLookup(camera => camera.AgentId ?? map.Own.Id);
        var now = time.GetUtcNow();
        var seen = map.Agents.Values.Where(agent => siteScope.Includes(agent.SiteId) || cameras[agent.Id].Any()).OrderBy(agent => agent.Id).ToList();
        return json.Ok(ToPage(context.Request, seen, agent => new AgentItem(
            Id: agent.Id,
            AgentUid: agent.Uid,
            Name: agent.Name,
            Hostname: agent.Hostname,
            Version: agent.Version,
            Site: map.SiteName(agent.SiteId),
            SiteId: agent.SiteId,
            LastSeen: agent.LastSeenAt is { } at ? ScoutModels.Time(at) : null,
            Online: now - agent.LastSeenAt <= AgentSummary.Silence,
            Cameras: cameras[agent.Id].Count())));
    }

    private static async Task<ApiJson<Page<CameraItem>>> CamerasAsync(
        HttpContext context,
        IDbContextFactory<DashboardDbContext> database,
        AgentDirectory agents,
        SiteScopeProvider siteScopes,
        CameraStatusBoard board,
        ScoutApiJson json,
        CancellationToken cancellationToken)
    {
        var map = await agents.GetAsync(cancellationToken);
        var seen = await ReadCamerasAsync(database, await siteScopes.GetAsync(context.User, cancellationToken), cancellationToken);
        return json.Ok(ToPage(context.Request, seen, camera => new CameraItem(
            Id: camera.Id,
            CameraId: camera.Number ?? camera.Id,
            Name: camera.Alias,
            AgentUid: (camera.AgentId is { } id && map.Agents.TryGetValue(id, out var agent) ? agent : map.Own).Uid,
            Site: map.SiteName(camera.SiteId),
            SiteId: camera.SiteId,
            Enabled: camera.IsEnabled,
            LastSeen: (board.Get(camera.Id).LastFrameAt ?? camera.KeepAliveAt) is { } at ? ScoutModels.Time(at) : null,
            GpsLatitude: camera.Latitude,
            GpsLongitude: camera.Longitude)));
    }

    private static async Task<ApiJson<Page<AlertListItem>>> AlertListsAsync(
        HttpContext context, AlertListStore lists, SiteScopeProvider siteScopes, ScoutApiJson json, CancellationToken cancellationToken)
    {
        var siteScope = await siteScopes.GetAsync(context.User, cancellationToken);
        var seen = (await lists.ListAsync(cancellationToken)).Where(list => AlertListRules.IsSeen(list, siteScope)).OrderBy(list => list.Id).ToList();
        return json.Ok(ToPage(context.Request, seen, AlertListItem.From));
    }

    private static async Task<ApiJson<Page<UserItem>>> UsersAsync(
        HttpContext context, UserAccounts accounts, ScoutApiJson json, CancellationToken cancellationToken) =>
        json.Ok(ToPage(context.Request, await accounts.ListAsync(cancellationToken), user => new UserItem(
            Id: user.Id,
            Email: user.Email,
            Role: user.Role,
            Active: user.IsEnabled,
            LastLogin: user.LastSignIn is { } signedIn ? ScoutModels.Time(signedIn) : null)));

    private static async Task<IReadOnlyList<CameraRow>> ReadCamerasAsync(
        IDbContextFactory<DashboardDbContext> database, SiteScope siteScope, CancellationToken cancellationToken)
    {
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var cameras = await db.Cameras.AsNoTracking()
            .Where(camera => camera.DeletedAt == null)
            .OrderBy(camera => camera.Id)
            .ToListAsync(cancellationToken);
        return [.. cameras.Where(camera => siteScope.Includes(camera.SiteId))];
    }

    private static Page<TItem> ToPage<TRow, TItem>(HttpRequest request, IReadOnlyList<TRow> rows, Func<TRow, TItem> toItem)
    {
        var (page, size) = (ReadNumber(request, "page", 1, int.MaxValue), ReadNumber(request, "page_size", UsualSize, MaxSize));
        var first = (page - 1L) * size;
        return page == 1 || first < rows.Count
            ? new Page<TItem>
            {
                Count = rows.Count,
                Next = first + size < rows.Count ? AddressOf(request, page + 1) : null,
                Previous = page > 1 ? AddressOf(request, page - 1) : null,
                Results = [.. rows.Skip((int)first).Take(size).Select(toItem)],
            }
            : throw ApiException.NotFound($"page: there are only {Math.Max(1, (rows.Count + size - 1) / size)} pages.");
    }

    // What the key was sent in was taken out of the address already.
    private static string AddressOf(HttpRequest request, int page)
    {
        var query = request.Query.Where(pair => pair.Key != "page").Select(pair => KeyValuePair.Create(pair.Key, pair.Value));
        return QueryHelpers.AddQueryString(
            request.GetAddress(), [.. query, KeyValuePair.Create("page", new StringValues(page.ToString(CultureInfo.InvariantCulture)))]);
    }

    /// <summary>A parameter that is a whole number from 1; what is more than the most is cut to it.</summary>
    internal static int ReadNumber(HttpRequest request, string name, int usual, int max)
    {
        if (!request.Query.TryGetValue(name, out var values) || values[^1] is not { Length: > 0 } text)
        {
            return usual;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
            ? Math.Min(number, max)
            : throw ApiException.BadRequest($"{name}: must be a whole number, at least 1.");
    }

    private static RouteHandlerBuilder AnswersPages<T>(this RouteHandlerBuilder route, string example) => route
        .WithParameters(Parameters)
        .Answers<Page<T>>(200, "One page.", $$"""{"count": 1, "next": null, "previous": null, "results": [{{example}}]}""")
        .Fails(400, "`page` or `page_size` is no number from 1.", "page: must be a whole number, at least 1.")
        .Fails(404, "The page is past the last one.", "page: there are only 1 pages.");
}
