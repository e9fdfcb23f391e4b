using System.Globalization;
using Dashboard.Agents;
using Dashboard.Agents.Pictures;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Recognition.Imaging;
using Dashboard.Scout;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Dashboard.Api.ScoutApi;

/// <summary>Pictures by the agent's name for them, cut and made smaller where asked.</summary>
internal sealed class ImageEndpoints(
    IDbContextFactory<DashboardDbContext> database, CameraDirectory cameras, AgentDirectory agents, SiteScopeProvider siteScopes, FlowImages images, JpegCodec codec)
{
    private static readonly TimeSpan Keep = TimeSpan.FromDays(365);

    /// <summary><c>GET /img/{agent_uid}/{image_uuid}</c>.</summary>
    public async Task GetAsync(HttpContext context, string agent, string image)
    {
        var cut = ReadCut(context.Request);
        var flow = await FindAsync(context, agent, PictureQuery.WithoutEnding(image));
        if (flow is null)
        {
            throw new ScoutApiException(StatusCodes.Status404NotFound, "There is no such picture, or none any more.");
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

        var jpeg = await ReadAsync(flow, context.RequestAborted)
            ?? throw new ScoutApiException(StatusCodes.Status404NotFound, "There is no such picture, or none any more.");
        var answer = Cut(jpeg, cut);
        (headers.ETag, headers.CacheControl) = (tag, cache);
        headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        headers.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static PictureCut ReadCut(HttpRequest request)
    {
        try
        {
            return PictureQuery.Read(request.Query);
        }
        catch (PictureQueryException wrong)
        {
            throw ScoutApiException.Bad(wrong.Message);
        }
    }

    private async Task<byte[]?> ReadAsync(Flow flow, CancellationToken cancel)
    {
        try
        {
            return await images.ReadAsync(flow, cancel);
        }
        catch (PictureUnreachableException gone)
        {
            throw new ScoutApiException(StatusCodes.Status502BadGateway, gone.Message);
        }
    }

    private byte[] Cut(byte[] jpeg, PictureCut cut)
    {
        try
        {
            return PictureQuery.Cut(codec, jpeg, cut);
        }
        catch (PictureQueryException wrong)
        {
            throw ScoutApiException.Bad(wrong.Message);
        }
        catch (InvalidDataException)
        {
            throw new ScoutApiException(StatusCodes.Status404NotFound, "The picture is damaged.");
        }
    }

    // The name tells the camera and the moment, by which flows are found in an index. What an agent itself called the picture goes before who
    // watches the camera now.
    private async Task<Flow?> FindAsync(HttpContext context, string agentUid, string image)
    {
        if (ImageId.Parse(image) is not { } id || id.AgentUid != agentUid)
        {
            return null;
        }

        var cancel = context.RequestAborted;
        var map = await agents.GetAsync(cancel);
        var siteScope = await siteScopes.OfAsync(context.User, cancel);
        await using var db = await database.CreateDbContextAsync(cancel);
        var translator = await cameras.TranslatorAsync(db, cancel);
        var known = translator.Cameras.Where(camera => camera.Number == id.CameraNumber && siteScope.Includes(camera.SiteId)).ToDictionary(camera => camera.Id);
        var ids = known.Keys.ToList();
        var (second, rest) = id.Moment;
        var flows = await (
            from flow in db.Flows.AsNoTracking()
            where EF.Parameter(ids).Contains(flow.CameraId) && flow.CapturedSecond == second && flow.CapturedMillisecond == rest && flow.HasPicture
            join detail in db.FlowDetails on flow.Id equals detail.FlowId into details
            from detail in details.DefaultIfEmpty()
            orderby flow.Id
            select new { Flow = flow, ImageId = detail == null ? "" : detail.ImageId }).ToListAsync(cancel);
        return flows.Find(found => found.ImageId.Length > 0 ? found.ImageId == image : map.Of(known[found.Flow.CameraId]).Uid == agentUid)?.Flow;
    }
}
