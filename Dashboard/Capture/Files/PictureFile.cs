using Dashboard.Capture.Ffmpeg;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Files;

/// <summary>Decodes a picture that lies on a disk, of whatever kind.</summary>
internal sealed class PictureFile(FramePool pool, PictureCodec codec)
{
    /// <summary>The picture, its owner the caller. Throws <see cref="CaptureException"/> where it cannot be read.</summary>
    public async Task<VideoFrame> DecodeAsync(string file, CancellationToken cancellationToken)
    {
        if (await TryDecodeAsync(file, cancellationToken) is { } picture)
        {
            return picture;
        }

        await using var session = await FfmpegSession.StartAsync(FfmpegArguments.ForPicture(file), file, pool);
        if (await session.Frames.ReadHeaderAsync(cancellationToken) && await session.Frames.ReadFrameAsync(cancellationToken) is { } frame)
        {
            return frame;
        }

        await session.ThrowIfFailedAsync(anyFrame: false, isFile: true, cancellationToken);
        throw new CaptureException($"{file} is not a readable picture.");
    }

    // A picture of a rare kind is left to ffmpeg, which knows more and says what is wrong; but it fills up what is missing of a JPEG.
    private async Task<VideoFrame?> TryDecodeAsync(string file, CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await BoundedFile.ReadAsync(file, BoundedFile.MaxPictureBytes, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            throw new CaptureException($"{file}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        try
        {
            return await codec.DecodeAsync(bytes, cancellationToken);
        }
        catch (InvalidDataException exception) when (PictureCodec.IsTooLarge(bytes) || PictureCodec.FindDamage(bytes) is not null)
        {
            throw new CaptureException($"{file}: {exception.Message}", exception);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
