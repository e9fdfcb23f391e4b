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
            ? codec.CutPlate(jpeg, corners)
            : null;

    /// <summary>Removes a picture; nothing happens where there is none.</summary>
    internal void Delete(Guid uuid, DateTimeOffset capturedAt)
    {
        try
        {
            File.Delete(PathOf(uuid, capturedAt));
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

    /// <summary>The uuid in the name of a picture, finished or not; null for other files.</summary>
    internal static Guid? UuidOf(string path)
    {
        var name = Path.GetFileName(path);
        var end = name.IndexOf(Ending, StringComparison.Ordinal);
        return end > 0 && Guid.TryParseExact(name[..end], "D", out var uuid) ? uuid : null;
    }

    private string PathOf(Guid uuid, DateTimeOffset capturedAt) =>
        Path.Combine(Root, capturedAt.UtcDateTime.ToString("yyyy'/'MM'/'dd", CultureInfo.InvariantCulture), uuid.ToString("D") + Ending);
}
