using Dashboard.Agents.Pictures;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Scout;
using Dashboard.Storage;
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
    AgentAccess access)
{
    /// <summary><c>GET /img/{image_uuid}.jpg</c>.</summary>
    public Task GetAsync(HttpContext context, string image) => SendAsync(context, image, PictureQuery.Read);

    /// <summary><c>GET /crop/{image_uuid}?x1=&amp;y1=&amp;x2=&amp;y2=</c>.</summary>
    public Task CropAsync(HttpContext context, string image) => SendAsync(context, image, PictureQuery.ReadCorners);

    /// <summary><c>GET /view/{image_uuid}/{number}.jpg</c>: a view beside the best one, by its number from 1.</summary>
    public async Task ViewAsync(HttpContext context, string image, int number)
    {
        if (!await access.IsAllowedAsync(context))
        {
            return;
        }

        try
        {
            if (await FindAsync(image, context.RequestAborted) is { } flow
                && await images.ReadViewAsync(flow, number, context.RequestAborted) is { } jpeg)
            {
                await SendAsync(context, jpeg);
                return;
            }
        }
        catch (PictureChangedException)
        {
            // It is as good as gone.
        }

        await AgentAccess.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such view, or none any more.");
    }

    private static async Task SendAsync(HttpContext context, byte[] jpeg)
    {
        context.Response.ContentType = "image/jpeg";
        context.Response.ContentLength = jpeg.Length;
        await context.Response.Body.WriteAsync(jpeg, context.RequestAborted);
    }

    private async Task SendAsync(HttpContext context, string image, Func<IQueryCollection, PictureCut> read)
    {
        if (!await access.IsAllowedAsync(context))
        {
            return;
        }

        try
        {
            var cut = read(context.Request.Query);
            if (await FindAsync(image, context.RequestAborted) is not { } flow
                || await images.ReadAsync(flow, context.RequestAborted) is not { } jpeg)
            {
                await AgentAccess.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such picture, or none any more.");
                return;
            }

            await SendAsync(context, await PictureQuery.CutAsync(codec, jpeg, cut, context.RequestAborted));
        }
        catch (PictureQueryException exception)
        {
            await AgentAccess.RefuseAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
        catch (Exception exception) when (exception is InvalidDataException or PictureChangedException)
        {
            await AgentAccess.RefuseAsync(context, StatusCodes.Status404NotFound, "The picture is damaged.");
        }
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
