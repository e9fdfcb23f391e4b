using System.Globalization;
using Dashboard.Agents;
using Dashboard.Flows;
using Dashboard.Recognition.Imaging;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.KeyApi;

/// <summary>Pictures by the agent's name for them, cut and made smaller where asked.</summary>
internal sealed class ImageEndpoints(
    IDbContextFactory<DashboardDbContext> database, CameraNames cameras, AgentDirectory agents, Sights sights, FlowImages images, JpegCodec codec)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(365);

    /// <summary><c>GET /img/{agent_uid}/{image_uuid}</c>.</summary>
    public async Task GetAsync(HttpContext context, string agent, string image)
    {
        var cut = ReadCut(context.Request);
        var flow = await FindAsync(context, agent, WithoutEnding(image));
        if (flow is null)
        {
            throw new KeyApiException(StatusCodes.Status404NotFound, "There is no such picture, or none any more.");
        }

        var headers = context.Response.GetTypedHeaders();
        var tag = new EntityTagHeaderValue(string.Create(CultureInfo.InvariantCulture, $"\"{flow.Uuid:N}-{cut.X}-{cut.Y}-{cut.Width}-{cut.Height}-{cut.MaximumWidth}\""));
        var cache = new CacheControlHeaderValue { Private = true, MaxAge = Keep };
        if (context.Request.GetTypedHeaders().IfNoneMatch is { Count: > 0 } known && known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false)))
        {
            // With the life time again: whoever asked whether the picture is still good starts counting anew.
            (headers.ETag, headers.CacheControl) = (tag, cache);
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var jpeg = await images.ReadAsync(flow, context.RequestAborted)
            ?? throw new KeyApiException(StatusCodes.Status404NotFound, "There is no such picture, or none any more.");
        var answer = Cut(jpeg, cut);
        (headers.ETag, headers.CacheControl) = (tag, cache);
        headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        headers.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static PictureCut ReadCut(HttpRequest request)
    {
        var (x, y) = (Number(request, "x", 0), Number(request, "y", 0));
        var (width, height) = (Number(request, "width", 1), Number(request, "height", 1));
        if ((x ?? y ?? width ?? height) is not null && (width is null || height is null))
        {
            throw KeyApiException.Bad($"{(width is null ? "width" : "height")}: a crop needs x, y, width and height.");
        }

        return new PictureCut(x ?? 0, y ?? 0, width, height, Number(request, "max_width", 1));
    }

    private static int? Number(HttpRequest request, string name, int least)
    {
        if (!request.Query.TryGetValue(name, out var values) || values[^1] is not { Length: > 0 } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : throw KeyApiException.Bad($"{name}: must be a whole number of pixels, at least {least}.");
    }

    private static string WithoutEnding(string image) =>
        image.EndsWith(".jpeg", StringComparison.OrdinalIgnoreCase) ? image[..^5]
        : image.EndsWith(".jpg", StringComparison.OrdinalIgnoreCase) ? image[..^4]
        : image;

    private byte[] Cut(byte[] jpeg, PictureCut cut)
    {
        try
        {
            return codec.Cut(jpeg, cut);
        }
        catch (ArgumentOutOfRangeException outside)
        {
            throw KeyApiException.Bad($"{outside.ParamName}: the crop is outside the picture.");
        }
        catch (InvalidDataException)
        {
            throw new KeyApiException(StatusCodes.Status404NotFound, "The picture is damaged.");
        }
    }

    // {agent_uid}-{camera_id}-{epoch_ms}: names the camera and the moment, by which the flow is found in an index.
    private async Task<Domain.Flows.Flow?> FindAsync(HttpContext context, string agentUid, string image)
    {
        var parts = image.Split('-');
        if (parts is not [var uid, var camera, var moment] || uid != agentUid
            || !long.TryParse(camera, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
        {
            return null;
        }

        var cancel = context.RequestAborted;
        var map = await agents.GetAsync(cancel);
        var sight = await sights.OfAsync(context.User, cancel);
        await using var db = await database.CreateDbContextAsync(cancel);
        var translator = await cameras.TranslatorAsync(db, cancel);
        var ids = translator.Cameras.Where(known => known.Number == number && map.Of(known).Uid == uid && sight.Includes(known.SiteId)).Select(known => known.Id).ToList();
        var (second, rest) = (ms / 1000, (int)(ms % 1000));
        return await db.Flows.AsNoTracking().OrderBy(flow => flow.Id).FirstOrDefaultAsync(
            flow => EF.Parameter(ids).Contains(flow.CameraId) && flow.CapturedSecond == second && flow.CapturedMillisecond == rest && flow.HasPicture, cancel);
    }
}
