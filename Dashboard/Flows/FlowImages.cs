using System.Collections.Concurrent;
using System.Globalization;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Recognition.Imaging;

namespace Dashboard.Flows;

/// <summary>The pictures of flows: files under the data directory, named by day and uuid. The plate's picture is cut when asked for.</summary>
internal sealed class FlowImages(ServerOptions server, PictureCodec codec, IRemotePictures? remote = null)
{
    /// <summary>Ending of a file that is still being written.</summary>
    internal const string Unfinished = ".tmp";

    private const string Ending = ".jpg";
    private const int UuidLength = 36;
    private const int MaxViewWidth = 640;
    private const int MaxViewBytes = 200_000;

    private readonly ConcurrentDictionary<Guid, bool> _unconfirmed = new();

    /// <summary>The folder of all pictures; below it year, month and day in UTC.</summary>
    internal string Root { get; } = server.DataPath("pictures");

    /// <summary>
    /// Writes a flow's picture so that it survives a power cut, before the flow's row is written: the file is never seen half. Until
    /// <see cref="Confirm"/> is called it is known as one whose row is still to come. Throws <see cref="IOException"/> where the disk is full.
    /// </summary>
    public async Task WriteAsync(Guid uuid, DateTimeOffset capturedAt, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken = default)
    {
        _unconfirmed[uuid] = true;
        var path = PathOf(uuid, capturedAt);
        var folder = Path.GetDirectoryName(path)!;
        DurableDirectory.Create(folder);
        var unfinished = path + Unfinished;
        try
        {
            await using (var file = new FileStream(
                unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous))
            {
                await file.WriteAsync(jpeg, cancellationToken);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        DurableDirectory.Flush(folder);
    }

    /// <summary>
    /// Writes earlier views of a vehicle, made small, beside its picture. They are an extra: one that cannot be written is left out, and after a
    /// power cut some may be missing. Returns when those that were written were taken.
    /// </summary>
    public async Task<IReadOnlyList<DateTimeOffset>> WriteViewsAsync(
        Guid uuid, DateTimeOffset capturedAt, IReadOnlyList<TakenView> views, CancellationToken cancellationToken = default)
    {
        var written = new List<DateTimeOffset>();
        foreach (var view in views.Where(view => view.Jpeg.Length > 0).Take(FlowViews.MaxViews - 1))
        {
            try
            {
                var small = await codec.ShrinkAsync(view.Jpeg, MaxViewWidth, cancellationToken);
                if (small.Length <= MaxViewBytes)
                {
                    await File.WriteAllBytesAsync(ViewPathOf(uuid, capturedAt, written.Count + 1), small, cancellationToken);
                    written.Add(view.At);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                // The flow is worth more than a picture of its film strip.
            }
        }

        return written;
    }

    /// <summary>
    /// An earlier view of a flow's vehicle by its number from 1; null where there is none. Fetched and refused as <see cref="ReadAsync"/> says.
    /// </summary>
    public async Task<byte[]?> ReadViewAsync(Flow flow, int number, CancellationToken cancellationToken = default)
    {
        if (!flow.HasPicture || number < 1 || number > FlowViews.Read(flow).Count)
        {
            return null;
        }

        try
        {
            return await File.ReadAllBytesAsync(ViewPathOf(flow.Uuid, flow.CapturedAt, number), cancellationToken) is { Length: > 0 } jpeg
                ? jpeg
                : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return remote is null ? null : await remote.FetchViewAsync(flow, number, cancellationToken);
        }
    }

    /// <summary>Says that the row of a picture is stored, or never will be: from now on the database tells whether the picture is kept.</summary>
    public void Confirm(Guid uuid) => _unconfirmed.TryRemove(uuid, out _);

    /// <summary>
    /// The whole picture; null where there is none any more. One that was never here is fetched from the machine that has it; throws
    /// <see cref="PictureUnreachableException"/> where that does not answer.
    /// </summary>
    public async Task<byte[]?> ReadAsync(Flow flow, CancellationToken cancellationToken = default)
    {
        if (!flow.HasPicture)
        {
            return null;
        }

        try
        {
            return await File.ReadAllBytesAsync(PathOf(flow.Uuid, flow.CapturedAt), cancellationToken);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return remote is null ? null : await remote.FetchAsync(flow, cancellationToken);
        }
    }

    /// <summary>The plate alone; null where none was read or the picture is gone.</summary>
    public async Task<byte[]?> ReadPlateAsync(Flow flow, CancellationToken cancellationToken = default) =>
        PlateCorners.FromText(flow.Corners) is { } corners && await ReadAsync(flow, cancellationToken) is { } jpeg
            ? await codec.CutPlateAsync(jpeg, corners, cancellationToken)
            : null;

    /// <summary>Removes a picture and the views beside it; nothing happens where there is none.</summary>
    internal void Delete(Guid uuid, DateTimeOffset capturedAt)
    {
        try
        {
            File.Delete(PathOf(uuid, capturedAt));
            for (var number = 1; number < FlowViews.MaxViews; number++)
            {
                File.Delete(ViewPathOf(uuid, capturedAt, number));
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Gone with its day.
        }
    }

    /// <summary>Whether this process has written the picture and its row is still to come.</summary>
    internal bool IsUnconfirmed(Guid uuid) => _unconfirmed.ContainsKey(uuid);

    /// <summary>The folders of days, newest first.</summary>
    internal IEnumerable<string> DayFolders() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Where(folder => Path.GetRelativePath(Root, folder).Count(c => c == Path.DirectorySeparatorChar) == 2)
            .OrderDescending(StringComparer.Ordinal)
        : [];

    /// <summary>The day of a folder, UTC; null: it is none of a day.</summary>
    internal static DateTimeOffset? DayOf(string folder)
    {
        var parts = folder.Split(Path.DirectorySeparatorChar);
        return parts.Length >= 3 && DateTimeOffset.TryParseExact(
            string.Join('-', parts[^3..]), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day
            : null;
    }

    /// <summary>The uuid in the name of a picture or a view, finished or not; null for other files.</summary>
    internal static Guid? UuidOf(string path)
    {
        var name = Path.GetFileName(path);
        return name.Length > UuidLength
            && (name.AsSpan(UuidLength).StartsWith(Ending) || name.AsSpan(UuidLength + 1).IndexOf(Ending) == 1)
            && Guid.TryParseExact(name.AsSpan(0, UuidLength), "D", out var uuid) ? uuid : null;
    }

    private string ViewPathOf(Guid uuid, DateTimeOffset capturedAt, int number) =>
        Path.ChangeExtension(PathOf(uuid, capturedAt), string.Create(CultureInfo.InvariantCulture, $"{number}{Ending}"));

    private string PathOf(Guid uuid, DateTimeOffset capturedAt) =>
        Path.Combine(Root, capturedAt.UtcDateTime.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture), uuid.ToString("D") + Ending);
}
