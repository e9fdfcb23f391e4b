using System.Net;
using Dashboard.Agents.Pictures;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Recognition.Imaging;
using Dashboard.Scout;
using Dashboard.Storage;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Agents.AgentRole;

/// <summary>
/// An agent's own service: its pictures, for its server. Who asks from this machine needs nothing; a request from elsewhere must bear the server's
/// signature.
/// </summary>
internal sealed class AgentPictureEndpoints(
    IDbContextFactory<DashboardDbContext> database,
    FlowImages images,
    PictureCodec codec,
    AgentIdentity identity,
    AgentOptions options,
    AgentLinkStatus status,
    TimeProvider time)
{
    private readonly byte[] _secret = PictureSignature.SecretOf(options.Key.Trim());

    /// <summary><c>GET /img/{image_uuid}.jpg</c>.</summary>
    public Task GetAsync(HttpContext context, string image) => AnswerAsync(context, image, PictureQuery.Read);

    /// <summary><c>GET /crop/{image_uuid}?x1=&amp;y1=&amp;x2=&amp;y2=</c>.</summary>
    public Task CropAsync(HttpContext context, string image) => AnswerAsync(context, image, PictureQuery.ReadCorners);

    private async Task AnswerAsync(HttpContext context, string image, Func<IQueryCollection, PictureCut> read)
    {
        if (!IsAllowed(context))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Only this agent's server may ask from another machine.");
            return;
        }

        try
        {
            var cut = read(context.Request.Query);
            if (await FindAsync(image, context.RequestAborted) is not { } flow
                || await images.ReadAsync(flow, context.RequestAborted) is not { } jpeg)
            {
                await RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such picture, or none any more.");
                return;
            }

            var answer = PictureQuery.Cut(codec, jpeg, cut);
            context.Response.ContentType = "image/jpeg";
            context.Response.ContentLength = answer.Length;
            await context.Response.Body.WriteAsync(answer, context.RequestAborted);
        }
        catch (PictureQueryException exception)
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (InvalidDataException)
        {
            await RefuseAsync(context, StatusCodes.Status404NotFound, "The picture is damaged.");
        }
    }

    private bool IsAllowed(HttpContext context) =>
        (context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from))
        || PictureSignature.IsValid(
            context.Request.Headers[PictureSignature.Header], _secret, context.Request.GetEncodedPathAndQuery(), time.GetUtcNow() - status.Ahead);

    private static Task RefuseAsync(HttpContext context, int code, string error)
    {
        context.Response.StatusCode = code;
        return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["error"] = error }, context.RequestAborted);
    }

    private async Task<Flow?> FindAsync(string image, CancellationToken cancellationToken)
    {
        if (ImageId.Parse(PictureQuery.WithoutEnding(image)) is not { } id || id.AgentUid != identity.Uid)
        {
            return null;
        }

        var (second, rest) = id.Moment;
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        return await (
            from flow in db.Flows.AsNoTracking()
            join camera in db.Cameras on flow.CameraId equals camera.Id
            where camera.Number == id.CameraNumber && flow.CapturedSecond == second && flow.CapturedMillisecond == rest && flow.HasPicture
            orderby flow.Id
            select flow).FirstOrDefaultAsync(cancellationToken);
    }
}
