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
                    frame = await files.DecodeAsync(file, cancellationToken);
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
}
