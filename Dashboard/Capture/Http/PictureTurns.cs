using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Http;

/// <summary>
/// Decodes pictures of all cameras, first come, first served: were there more at once, their talk would wait for the decoding of others, and they
/// would seem to be silent.
/// </summary>
internal static class PictureTurns
{
    private static readonly SemaphoreSlim Turns = new(Environment.ProcessorCount);

    /// <param name="request">Its watchdog is told of the wait.</param>
    public static Task<VideoFrame> DecodeAsync(
        PictureCodec codec, ReadOnlyMemory<byte> picture, FrameRequest request, CancellationToken cancellationToken) => request.WhileHeldUpAsync(
        async () =>
        {
            await Turns.WaitAsync(cancellationToken);
            try
            {
                return await codec.DecodeAsync(picture, cancellationToken);
            }
            finally
            {
                Turns.Release();
            }
        });
}
