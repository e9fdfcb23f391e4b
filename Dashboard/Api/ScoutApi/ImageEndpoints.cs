using System.Globalization;
using Dashboard.Agents;
using Dashboard.Agents.Pictures;
using Dashboard.Api.Docs;
using Dashboard.Api.Http;
using Dashboard.Cameras;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Scout;
using Dashboard.Security;
using Dashboard.Security.Accounts;
using Dashboard.Security.Audit;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Dashboard.Api.ScoutApi;

/// <summary>Pictures by the agent's name for them, cut and made smaller where asked.</summary>
internal static class ImageEndpoints
{
    private const string Unknown = "There is no such picture, or none any more.";
    private static readonly TimeSpan Keep = TimeSpan.FromDays(365);

    public static void MapImages(this ScoutRoutes routes) =>
        routes.Get(ApiPaths.Images + "/{agent}/{image}", GetAsync)
            .WithMetadata(new AuditedAs(AuditAction.SawPicture))
            .WithDocs("getImage", ScoutDocs.Pictures, "Get a picture", """
                The picture of a group by its `best_uuid`, with or without `.jpg` or `.jpeg` at its end; a part of it, or a smaller one. Pictures that an
                agent keeps are fetched from it. They never change: the answer may be kept for a year.
                """)
            .WithParameters(
                new ParameterDocs(
                    "agent", "`agent_uid` of the group.")
                { In = ParameterLocation.Path, Example = "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2" },
                new ParameterDocs("image", "`best_uuid` of the group.")
                {
                    In = ParameterLocation.Path,
                    Example = "TR0U2ZBK6QH8C5GYX1P9NDWE7J3LM4ASVFI0O6B2-1-1739055166250",
                },
                new ParameterDocs("x", "Left edge of the part, in pixels of the original.") { Min = 0 },
                new ParameterDocs("y", "Its upper edge.") { Min = 0 },
                new ParameterDocs("width", "Its width. A part needs all four.") { Min = 1 },
                new ParameterDocs("height", "Its height.") { Min = 1 },
                new ParameterDocs("max_width", "Pixels that the answer is wide at most; its shape stays.") { Min = 1 })
            .WithAnswer<string>(
                new AnswerDocs(
                    200,
                    "The picture.",
                    null,
                    new HeaderDocs("ETag", "Names this picture and part."),
                    new HeaderDocs("Cache-Control", "`private, max-age=31536000`")), "image/jpeg")
            .WithAnswer<string>(
                new AnswerDocs(206, "The bytes of `Range`.", null, new HeaderDocs("Content-Range", "Which bytes of how many.")), "image/jpeg")
            .WithAnswer(new AnswerDocs(304, "It is the one of `If-None-Match`.", null, new HeaderDocs("ETag", "Names this picture and part.")))
            .Fails(400, "A parameter is no number, or the part is outside the picture.", "width: the crop is outside the picture.")
            .Fails(404, "There is no such picture, or it was removed to make room.", Unknown)
            .Fails(409, "It was changed after it was stored.", "The picture of flow 17 was changed after it was stored.")
            .Fails(502, "The agent that has it does not answer.", "North depot does not answer within 8 seconds.");

    private static async Task<IResult> GetAsync(
        HttpContext context,
        string agent,
        string image,
        IDbContextFactory<DashboardDbContext> database,
        CameraDirectory cameras,
        AgentDirectory agents,
        SiteScopeProvider siteScopes,
        FlowImages images,
        PictureCodec codec)
    {
        try
        {
            var cut = PictureQuery.Read(context.Request.Query);
            var siteScope = await siteScopes.GetAsync(context.User, context.RequestAborted);
            await using var db = await database.CreateDbContextAsync(context.RequestAborted);
            var map = await agents.GetAsync(context.RequestAborted);
            var name = PictureQuery.WithoutEnding(image);
            var flow = await FindAsync(db, cameras, map, siteScope, agent, name, context.RequestAborted)
                ?? throw ApiException.NotFound(Unknown);
            return await AnswerAsync(context, flow, cut, images, codec);
        }
        catch (PictureQueryException exception)
        {
            throw ApiException.BadRequest(exception.Message);
        }
        catch (PictureUnreachableException exception)
        {
            throw new ApiException(StatusCodes.Status502BadGateway, exception.Message);
        }
        catch (PictureChangedException exception)
        {
            throw new ApiException(StatusCodes.Status409Conflict, exception.Message);
        }
        catch (InvalidDataException)
        {
            throw ApiException.NotFound("The picture is damaged.");
        }
    }

    private static async Task<IResult> AnswerAsync(HttpContext context, Flow flow, PictureCut cut, FlowImages images, PictureCodec codec)
    {
        var headers = context.Response.GetTypedHeaders();
        var tag = new EntityTagHeaderValue(
            string.Create(
                CultureInfo.InvariantCulture,
                $"\"{flow.Uuid:N}-{flow.PictureSha256?[..16]}-{cut.X}-{cut.Y}-{cut.Width}-{cut.Height}-{cut.MaxWidth}\""));
        var cache = new CacheControlHeaderValue { Private = true, MaxAge = Keep };
        if (context.Request.Knows(tag))
        {
            // With the life time again: whoever asked whether the picture is still good starts counting anew.
            (headers.ETag, headers.CacheControl) = (tag, cache);
            return Results.StatusCode(StatusCodes.Status304NotModified);
        }

        var jpeg = await images.ReadAsync(flow, context.RequestAborted) ?? throw ApiException.NotFound(Unknown);
        var answer = await PictureQuery.CutAsync(codec, jpeg, cut, context.RequestAborted);
        headers.CacheControl = cache;
        return Results.Bytes(answer, "image/jpeg", enableRangeProcessing: true, entityTag: tag);
    }

    // The name tells the camera and the moment, by which flows are found in an index. What an agent itself called the picture goes before who
    // watches the camera now.
    private static async Task<Flow?> FindAsync(
        DashboardDbContext db,
        CameraDirectory cameras,
        AgentMap map,
        SiteScope siteScope,
        string agentUid,
        string image,
        CancellationToken cancellationToken)
    {
        if (ImageId.Parse(image) is not { } id || id.AgentUid != agentUid)
        {
            return null;
        }

        var translator = await cameras.TranslatorAsync(db, cancellationToken);
        var known = translator.Cameras.Where(camera => camera.Number == id.CameraNumber && siteScope.Includes(camera.SiteId))
            .ToDictionary(camera => camera.Id);
        var ids = known.Keys.ToList();
        var (second, rest) = id.Moment;
        var flows = await (
            from flow in db.Flows.AsNoTracking()
            where EF.Parameter(ids).Contains(flow.CameraId) && flow.CapturedSecond == second && flow.CapturedMillisecond == rest && flow.HasPicture
            join detail in db.FlowDetails on flow.Id equals detail.FlowId into details
            from detail in details.DefaultIfEmpty()
            orderby flow.Id
            select new { Flow = flow, ImageId = detail == null ? "" : detail.ImageId }).ToListAsync(cancellationToken);
        var named = flows.Find(found =>
            found.ImageId.Length > 0 ? found.ImageId == image : map.ForCamera(known[found.Flow.CameraId]).Uid == agentUid)?.Flow;
        return named ?? await FindToldAsync(db, ids, id, image, cancellationToken);
    }

    // An agent whose clock was wrong gave its picture that time; the flow bears another.
    private static async Task<Flow?> FindToldAsync(
        DashboardDbContext db, List<int> cameras, ImageId id, string image, CancellationToken cancellationToken) =>
        LenientTime.FromEpoch(id.CapturedMs) is not { } told
            ? null
            : await (
                from detail in db.FlowDetails
                where detail.ToldAt == told && detail.ImageId == image
                join flow in db.Flows.AsNoTracking() on detail.FlowId equals flow.Id
                where EF.Parameter(cameras).Contains(flow.CameraId) && flow.HasPicture
                orderby flow.Id
                select flow).FirstOrDefaultAsync(cancellationToken);
}
