using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Claims;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Flows.Seedata;
using Dashboard.Hosting;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Microsoft.OpenApi;

namespace Dashboard.Api.SeedataApi;

[DisplayName("Camera"), Description("A camera.")]
internal sealed record SeedataCamera(
    [property: Description("Number of the camera."), Range(1, int.MaxValue)] int Id,
    [property: Description("What people call it; flows name it so.")] string Alias,
    [property: Description(
        "Where its pictures come from: an address, or the path of a file. Administrators see secrets as `***`, others scheme, host and port.")]
    string Rtsp,
    [property: Description("When its last frame arrived, in the server's time zone; null: never.")]
    [property: RegularExpression(SeedataTimestamp.Pattern)]
    string? KeepAlive,
    [property: Description("What makes flows: every vehicle that passes (`auto`), requests (`manual`), or both.")]
    [property: AllowedValues("auto", "manual", "both")]
    string CaptureMode)
{
    public static SeedataCamera Example { get; } = new(2, "camera_2", "rtsp://admin:***@192.168.1.20:554/stream1", "2025-02-08 22:53:01", "both");

    public static SeedataCamera From(Camera camera, CameraStatusBoard board, TimeZoneInfo zone, ClaimsPrincipal caller) => new(
        Id: camera.Id,
        Alias: camera.Alias,
        Rtsp: caller.IsInRole(Roles.Administrator) ? CameraSource.Mask(camera.Source) : CameraSource.PlaceOf(camera.Source),
        KeepAlive: LastFrame(camera, board) is { } seen ? SeedataTimestamp.Show(seen, zone) : null,
        CaptureMode: camera.CaptureMode switch
        {
            Domain.Cameras.CaptureMode.Auto => "auto",
            Domain.Cameras.CaptureMode.Manual => "manual",
            _ => "both",
        });

    // The database is told only now and then; the board knows the last frame since the server started.
    private static DateTimeOffset? LastFrame(Camera camera, CameraStatusBoard board)
    {
        var live = board.Get(camera.Id).LastFrameAt;
        return live is null || camera.KeepAlive > live ? camera.KeepAlive : live;
    }
}

internal static class CameraEndpoints
{
    public const string Unknown = "There is no camera with this id.";

    public static void MapCameras(this SeedataRoutes routes)
    {
        routes.Get(ApiPaths.Cameras, ListAsync)
            .WithDocs("listCameras", SeedataDocs.Cameras, "List all cameras", "All cameras, by number.")
            .Answers("The cameras.", new[] { SeedataCamera.Example })
            .SendsPeopleTo(PagePaths.Cameras);

        routes.Get(ApiPaths.Cameras + "/{id}", GetAsync)
            .WithDocs("getCamera", SeedataDocs.Cameras, "Get a camera", "One camera.")
            .WithParameters(new ParameterDocs("id", "Number of the camera.") { In = ParameterLocation.Path, Min = 1 })
            .Answers("The camera.", SeedataCamera.Example)
            .Fails(404, "There is no such camera.", Unknown);
    }

    private static async Task<ApiJson<SeedataCamera[]>> ListAsync(
        HttpContext context,
        CameraStore cameras,
        SiteScopeProvider siteScopes,
        CameraStatusBoard board,
        ServerOptions server,
        CancellationToken cancellationToken)
    {
        var all = await cameras.ListAsync(await siteScopes.GetAsync(context.User, cancellationToken), cancellationToken);
        return SeedataJson.Ok(
            all.OrderBy(camera => camera.Id).Select(camera => SeedataCamera.From(camera, board, server.Zone, context.User)).ToArray());
    }

    private static async Task<ApiJson<SeedataCamera>> GetAsync(
        HttpContext context,
        string id,
        CameraStore cameras,
        SiteScopeProvider siteScopes,
        CameraStatusBoard board,
        ServerOptions server,
        CancellationToken cancellationToken)
    {
        var camera = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await cameras.FindAsync(number, await siteScopes.GetAsync(context.User, cancellationToken), cancellationToken)
            : null;
        return camera is null
            ? throw ApiException.NotFound(Unknown)
            : SeedataJson.Ok(SeedataCamera.From(camera, board, server.Zone, context.User));
    }
}
