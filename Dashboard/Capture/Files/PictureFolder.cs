using System.Runtime.CompilerServices;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Files;

/// <summary>The pictures of a folder one after the other, by name, each of its own size; not of folders inside.</summary>
internal sealed class PictureFolder(FramePool pool, PictureCodec codec, TimeProvider time)
{
    /// <summary>The folder's pictures in the order a person would list them: <c>car 2</c> before <c>car 10</c>.</summary>
    public static IReadOnlyList<string> List(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(PictureCodec.IsNamedAsPicture).Order(NaturalOrder.Instance)];

    /// <summary>
    /// The frames. In real time they come at the request's rate, else as fast as they are taken. A picture that cannot be
    /// read is left out of a loop; where the folder is read once it ends the reading.
    /// </summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(1 / (request.RatePerSecond ?? 1));
        var start = time.GetUtcNow();
        using var ticks = request.RealTime ? new PeriodicTimer(interval, time) : null;
        var sequence = 0L;
        do
        {
            var before = sequence;
            CaptureException? unreadable = null;
            foreach (var file in ListOrThrow(request.Source))
            {
                VideoFrame frame;
                try
                {
                    frame = await DecodeAsync(file, cancellationToken);
                }
                catch (CaptureException exception) when (request.Loop)
                {
                    unreadable = exception;
                    request.OnFault?.Invoke(exception.Message);
                    continue;
                }

                frame.CapturedAt = request.RealTime ? time.GetUtcNow() : start + (interval * sequence);
                frame.Sequence = sequence++;
                yield return frame;
                if (ticks is not null)
                {
                    await ticks.WaitForNextTickAsync(cancellationToken);
                }
            }

            if (sequence == before)
            {
                throw unreadable ?? new CaptureException($"There is no picture in {request.Source}: put JPEG or PNG files there, or check the path.");
            }
        }
        while (request.Loop);
    }

    private static IReadOnlyList<string> ListOrThrow(string folder)
    {
        try
        {
            return List(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new CaptureException($"The server cannot read the folder {folder}: check that it is there, and its permissions.", exception);
        }
    }

    private async Task<VideoFrame> DecodeAsync(string file, CancellationToken cancellationToken)
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
