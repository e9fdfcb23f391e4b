using System.Runtime.CompilerServices;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Capture.Files;

/// <summary>The pictures of a folder one after the other, by name, each of its own size; not of folders inside.</summary>
internal sealed class PictureFolder(PictureFile files, TimeProvider time)
{
    /// <summary>The folder's pictures in the order a person would list them: <c>car 2</c> before <c>car 10</c>.</summary>
    public static IReadOnlyList<string> List(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(PictureCodec.IsNamedAsPicture).Order(NaturalOrder.Instance)];

    /// <summary>
    /// The frames. In real time they come at the request's rate, else as fast as they are taken. A picture that cannot be
    /// read is left out of a loop; where the folder is read once it ends the reading. In a loop pictures that show another view than those beside
    /// them are marked; they come one picture late for that.
    /// </summary>
    public async IAsyncEnumerable<VideoFrame> ReadAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var interval = TimeSpan.FromSeconds(1 / (request.RatePerSecond ?? 1));
        var start = time.GetUtcNow();
        using var ticks = request.RealTime ? new PeriodicTimer(interval, time) : null;
        var sequence = 0L;
        await foreach (var frame in request.Loop ? LoopAsync(request, cancellationToken) : OnceAsync(request.Source, cancellationToken))
        {
            frame.CapturedAt = request.RealTime ? time.GetUtcNow() : start + (interval * sequence);
            frame.Sequence = sequence++;
            yield return frame;
            if (ticks is not null)
            {
                await ticks.WaitForNextTickAsync(cancellationToken);
            }
        }
    }

    private async IAsyncEnumerable<VideoFrame> OnceAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pictures = ListOrThrow(folder);
        foreach (var file in pictures)
        {
            yield return await files.DecodeAsync(file, cancellationToken);
        }

        if (pictures.Count == 0)
        {
            throw Empty(folder);
        }
    }

    private async IAsyncEnumerable<VideoFrame> LoopAsync(FrameRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lone = new LonePictures();
        while (true)
        {
            var pictures = 0;
            CaptureException? unreadable = null;
            foreach (var file in ListOrThrow(request.Source))
            {
                VideoFrame frame;
                try
                {
                    frame = await files.DecodeAsync(file, cancellationToken);
                }
                catch (CaptureException exception)
                {
                    unreadable = exception;
                    request.OnFault?.Invoke(exception.Message);
                    continue;
                }

                pictures++;
                if (lone.Next(frame, file) is { } before)
                {
                    yield return before;
                }
            }

            yield return lone.Last(pictures) ?? throw unreadable ?? Empty(request.Source);
        }
    }

    private static CaptureException Empty(string folder) =>
        new($"There is no picture in {folder}: put JPEG or PNG files there, or check the path.");

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
}
