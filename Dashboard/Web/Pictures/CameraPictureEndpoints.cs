using System.Security.Claims;
using Dashboard.Cameras;
using Dashboard.Live;
using Dashboard.Security;
using Dashboard.Security.Accounts;

namespace Dashboard.Web.Pictures;

/// <summary>Pictures of cameras, as plain answers to plain requests: pixels never cross a circuit.</summary>
internal static class CameraPictureEndpoints
{
    private const int DefaultWidth = 640;

    // Browsers show the body of an error in an image's place; what lies under it is seen through it.
    private const string Nothing = """<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>""";

    /// <summary>Maps the newest picture of a camera and the picture of a source test.</summary>
    public static void MapCameraPictures(this WebApplication app)
    {
        app.MapGet(Urls.Cameras + "/{id:int}/picture.jpg", NewestPicture).RequireAuthorization(Policies.Viewer);
        app.MapGet(Urls.Cameras + "/tests/{id}.jpg", TestPicture).RequireAuthorization(Policies.Administrator);
    }

    private static async Task<IResult> NewestPicture(
        int id, int? w, LivePictures pictures, CameraStore cameras, NewestFlowPicture flows, SiteScopeProvider siteScopes, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var width = Math.Clamp(w ?? DefaultWidth, 64, 1920);
        var siteScope = await siteScopes.GetAsync(http.User, http.RequestAborted);
        if (await cameras.FindAsync(id, siteScope, http.RequestAborted) is not { } camera)
        {
            return Results.NotFound();
        }

        // Frames of a camera that an agent watches do not come here; its newest flow shows where it looks.
        var jpeg = camera.AgentId is null ? await pictures.NewestAsync(id, width) : await flows.ReadAsync(id, width, siteScope, http.RequestAborted);
        return jpeg is null ? Results.Text(Nothing, "image/svg+xml", statusCode: StatusCodes.Status404NotFound) : Results.Bytes(jpeg, "image/jpeg");
    }

    private static IResult TestPicture(string id, TestPictures pictures, ClaimsPrincipal person, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return pictures.Find(id, person.Identity?.Name ?? "") is { } jpeg ? Results.Bytes(jpeg, "image/jpeg") : Results.NotFound();
    }
}
