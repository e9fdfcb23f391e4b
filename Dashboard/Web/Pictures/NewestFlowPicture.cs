using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows;
using Dashboard.Imaging;

namespace Dashboard.Web.Pictures;

/// <summary>The picture of a camera's newest flow, for cameras whose frames are elsewhere.</summary>
internal sealed class NewestFlowPicture(FlowSearch search, FlowImages images, PictureCodec codec)
{
    /// <summary>The picture, at most this wide; null where there is none, or the machine that has it does not answer.</summary>
    public async Task<byte[]?> ReadAsync(int camera, int width, SiteScope siteScope, CancellationToken cancellationToken)
    {
        var newest = await search.PeekAsync(
            new FlowQuery(new FlowComparison(FlowField.CameraId, FlowOperator.Equal, (long)camera), FlowOrder.Newest, 1, 1),
            siteScope,
            cancellationToken);
        if (newest is not [{ Flow.HasPicture: true } row])
        {
            return null;
        }

        try
        {
            var jpeg = await images.ReadAsync(row.Flow, cancellationToken);
            return jpeg is null || width >= row.Flow.PictureWidth ? jpeg : await codec.ShrinkAsync(jpeg, width, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            return null;
        }
    }
}
