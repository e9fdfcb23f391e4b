using System.Runtime.CompilerServices;
using Dashboard.Capture;
using Dashboard.Capture.Files;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Commands;

/// <summary>A picture given to a command: of a file, or of a clip's frame. The frame is the taker's to dispose.</summary>
/// <param name="File">The file as it was named.</param>
/// <param name="FrameNumber">Position in its clip, from 0; null where the file is a picture.</param>
/// <param name="Frame">The pixels.</param>
internal sealed record InputPicture(string File, long? FrameNumber, VideoFrame Frame);

/// <summary>Reads pictures, clips and folders that a person names on the command line.</summary>
internal sealed class InputPictures(PictureCodec codec, CameraFrameSource frames)
{
    private static readonly HashSet<string> Clips =
        new(StringComparer.OrdinalIgnoreCase) { ".mp4", ".mkv", ".avi", ".mov", ".webm", ".ts", ".m4v", ".mjpeg", ".mpg", ".flv", ".y4m" };

    // Read as clips are, of one frame.
    private static readonly HashSet<string> OtherPictures =
        new(StringComparer.OrdinalIgnoreCase) { ".avif", ".heic", ".heif", ".jp2", ".j2k", ".jxl" };

    /// <summary>The files that names stand for: a file itself, a folder's pictures and clips in the order a person would list them.</summary>
    public static IEnumerable<string> Expand(IEnumerable<string> names) => names.SelectMany<string, string>(name => Directory.Exists(name)
        ? Directory.EnumerateFiles(name).Where(IsTaken).Order(NaturalOrder.Instance)
        : [name]);

    /// <summary>How many files of the folders among the names are neither pictures nor clips by their names.</summary>
    public static int CountOthers(IEnumerable<string> names) =>
        names.Where(Directory.Exists).Sum(name => Directory.EnumerateFiles(name).Count(file => !IsTaken(file)));

    /// <summary>
    /// The pictures of one file. Throws <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/>,
    /// <see cref="InvalidDataException"/> or <see cref="CaptureException"/> where it cannot be read.
    /// </summary>
    public async IAsyncEnumerable<InputPicture> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Clips.Contains(Path.GetExtension(file)) && await StartAsync(file, cancellationToken) is var start && PictureCodec.IsKnown(start))
        {
            var bytes = await BoundedFile.ReadAsync(file, BoundedFile.MaxPictureBytes, cancellationToken);
            yield return new InputPicture(file, null, codec.Decode(bytes));
            yield break;
        }

        var isPicture = IsPicture(file);
        var count = 0;
        await foreach (var frame in frames.ReadAsync(new FrameRequest(file, null, Loop: false, RealTime: false), cancellationToken))
        {
            yield return new InputPicture(file, isPicture ? null : frame.Sequence, frame);
            if (++count == 1 && isPicture)
            {
                yield break;
            }
        }

        if (count == 0)
        {
            throw new InvalidDataException("it holds no picture");
        }
    }

    /// <summary>Whether an exception says that a file cannot be read; its message is for a person.</summary>
    public static bool IsUnreadable(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or InvalidDataException or CaptureException;

    private static bool IsTaken(string file) => IsPicture(file) || Clips.Contains(Path.GetExtension(file));

    private static bool IsPicture(string file) => PictureCodec.IsNamedAsPicture(file) || OtherPictures.Contains(Path.GetExtension(file));

    /// <summary>Enough of a file to tell what kind it is.</summary>
    private static async Task<byte[]> StartAsync(string file, CancellationToken cancellationToken)
    {
        var start = new byte[Math.Min(16, BoundedFile.LengthOf(file))];
        await using var stream = File.OpenRead(file);
        return start[..await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken)];
    }
}
