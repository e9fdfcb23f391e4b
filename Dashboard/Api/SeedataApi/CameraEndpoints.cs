using System.Globalization;
using System.Text.Json;
using Dashboard.Cameras;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Domain.Cameras;
using Dashboard.Security.Accounts;

namespace Dashboard.Api.SeedataApi;

/// <summary>Cameras in the dialect.</summary>
internal static class CameraEndpoints
{
    public static async Task<IResult> ListAsync(HttpContext context, CameraStore cameras, SiteScopeProvider siteScopes, CameraStatusBoard board, ServerOptions server)
    {
        var all = await cameras.ListAsync(await siteScopes.OfAsync(context.User, context.RequestAborted), context.RequestAborted);
        return new JsonAnswer(json =>
        {
            json.WriteStartArray();
            foreach (var camera in all.OrderBy(camera => camera.Id))
            {
                Write(json, camera, board, server.Zone);
            }

            json.WriteEndArray();
        });
    }

    public static async Task<IResult> GetAsync(HttpContext context, string id, CameraStore cameras, SiteScopeProvider siteScopes, CameraStatusBoard board, ServerOptions server)
    {
        var camera = int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await cameras.FindAsync(number, await siteScopes.OfAsync(context.User, context.RequestAborted), context.RequestAborted)
            : null;
        return camera is null
            ? ErrorBody.Result(StatusCodes.Status404NotFound, "There is no camera with this id.")
            : new JsonAnswer(json => Write(json, camera, board, server.Zone));
    }

    private static void Write(Utf8JsonWriter json, Camera camera, CameraStatusBoard board, TimeZoneInfo zone)
    {
        json.WriteStartObject();
        json.WriteNumber("id", camera.Id);
        json.WriteString("alias", camera.Alias);
        json.WriteString("rtsp", CameraSource.Mask(camera.Source));
        json.WriteString("keep_alive", KeepAlive(camera, board) is { } seen ? SeedataTimestamp.Show(seen, zone) : null);
        json.WriteString("capture_mode", camera.CaptureMode switch
        {
            CaptureMode.Auto => "auto",
            CaptureMode.Manual => "manual",
            _ => "both",
        });
        json.WriteEndObject();
    }

    // The database is told only now and then; the board knows the last frame since the server started.
    private static DateTimeOffset? KeepAlive(Camera camera, CameraStatusBoard board)
    {
        var live = board.Get(camera.Id).LastFrameAt;
        return live is null || camera.KeepAlive > live ? camera.KeepAlive : live;
    }
}
