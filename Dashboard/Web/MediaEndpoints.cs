using System.Security.Claims;
using Dashboard.Capture;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Web.Pages.Cameras;

namespace Dashboard.Web;

/// <summary>Pictures of cameras, as plain answers to plain requests: pixels never cross a circuit.</summary>
public static class MediaEndpoints
{
    private const int DefaultWidth = 640;

    /// <summary>Maps them.</summary>
    public static void MapMedia(this WebApplication app)
    {
        app.MapGet("/app/cameras/{id:int}/picture.jpg", NewestPicture).RequireAuthorization();
        app.MapGet("/app/cameras/tests/{id}.jpg", TestPicture).RequireAuthorization(policy => policy.RequireRole(Roles.Administrator));
    }

    private static async Task<IResult> NewestPicture(int id, int? w, NewestPictures pictures, CameraStore cameras, Sights sights, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        var sight = await sights.OfAsync(http.User, http.RequestAborted);
        return await cameras.FindAsync(id, sight, http.RequestAborted) is not null && pictures.TryGetJpeg(id, Math.Clamp(w ?? DefaultWidth, 64, 1920)) is { } picture
            ? Results.Bytes(picture.Jpeg, "image/jpeg")
            : Results.NotFound();
    }

    private static IResult TestPicture(string id, TestPictures pictures, ClaimsPrincipal person, HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-store";
        return pictures.Find(id, person.Identity?.Name ?? "") is { } jpeg ? Results.Bytes(jpeg, "image/jpeg") : Results.NotFound();
    }
}
