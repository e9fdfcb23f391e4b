using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Pipeline;

namespace Dashboard.Flows;

/// <summary>
/// The pictures of flows: files under the data directory, named by day, uuid and what is in them (<see cref="PictureNames"/>). A file is written once
/// and never overwritten. The plate's picture is cut when asked for.
/// </summary>
internal sealed class FlowImages(ServerOptions server, PictureCodec codec, IRemotePictures? remote = null, PictureFaults? faults = null)
{
    private const int MaxViewWidth = 640;
    private const int MaxViewBytes = 200_000;

    /// <summary>How many whole pictures are read at once to make something of them.</summary>
    internal const int MaxMakers = 3;

    private readonly SemaphoreSlim _makers = new(MaxMakers);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _claims = [];

    /// <summary>The folder of all pictures; below it year, month and day in UTC.</summary>
    internal string Root { get; } = server.DataPath("pictures");

    /// <summary>
    /// Writes a flow's picture so that it survives a power cut, before the flow's row is written: the file is never seen half. Earlier views of the
    /// vehicle are written beside it, made small; they are an extra: one that cannot be written is left out. Until <see cref="Release"/> is called
    /// the files are known as ones whose row is still to come. Throws <see cref="IOException"/> where the disk is full.
    /// </summary>
    public async Task<WrittenPicture> WriteAsync(
        Guid uuid, DateTimeOffset capturedAt, ReadOnlyMemory<byte> jpeg, IReadOnlyList<TakenView>? views = null,
        CancellationToken cancellationToken = default)
    {
        var picture = new WrittenPicture(uuid, DateOnly.FromDateTime(capturedAt.UtcDateTime), PictureNames.Sum(jpeg.Span));
        var name = PictureNames.Name(uuid, picture.Day, picture.Sha256);
        var folder = Path.GetDirectoryName(Path.Combine(Root, name))!;
        DurableDirectory.Create(folder);
        await WriteOnceAsync(name, jpeg, picture.Sha256, isDurable: true, cancellationToken);
        try
        {
            foreach (var view in (views ?? []).Where(view => view.Jpeg.Length > 0).Take(FlowViews.MaxViews - 1))
            {
                if (await WriteViewAsync(picture, view, cancellationToken) is { } hash)
                {
                    picture = picture with { Views = [.. picture.Views, new FlowView(view.At, hash)] };
                }
            }

            DurableDirectory.Flush(folder);
            return picture;
        }
        catch
        {
            Release(picture);
            throw;
        }
    }

    /// <summary>
    /// An earlier view of a flow's vehicle by its number from 1; null where there is none. Fetched and refused as <see cref="ReadAsync"/> says.
    /// </summary>
    public async Task<byte[]?> ReadViewAsync(Flow flow, int number, CancellationToken cancellationToken = default)
    {
        var views = FlowViews.ReadAll(flow);
        return flow.HasPicture && number >= 1 && number <= views.Count
            ? await ReadCheckedAsync(
                flow, PictureNames.View(flow, number), views[number - 1].Hash, from => from.FetchViewAsync(flow, number, cancellationToken),
                cancellationToken) is { Length: > 0 } jpeg ? jpeg : null
            : null;
    }

    /// <summary>
    /// The whole picture; null where there is none any more. One that was never here is fetched from the machine that has it; throws
    /// <see cref="PictureUnreachableException"/> where that does not answer, and <see cref="PictureChangedException"/> where it is not what was
    /// stored.
    /// </summary>
    public async Task<byte[]?> ReadAsync(Flow flow, CancellationToken cancellationToken = default) => flow.HasPicture
        ? await ReadCheckedAsync(
            flow, PictureNames.Picture(flow), flow.PictureSha256, from => from.FetchAsync(flow, cancellationToken), cancellationToken)
        : null;

    /// <summary>
    /// The same with nothing sharp in it but the plate, for eyes that may see no more; the stored one stays as it is. Throws
    /// <see cref="InvalidDataException"/> where what is stored is no picture.
    /// </summary>
    public async Task<byte[]?> ReadBlurredAsync(Flow flow, CancellationToken cancellationToken = default)
    {
        using var place = await EnterAsync(cancellationToken);
        return await ReadAsync(flow, cancellationToken) is { } jpeg ? await BlurAsync(flow, jpeg, cancellationToken) : null;
    }

    /// <summary>
    /// Waits for a place among the few that read whole pictures to make something of them: who waits for memory to decode holds the file already.
    /// Dispose what is returned.
    /// </summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _makers.WaitAsync(cancellationToken);
        return new HeldPlace(_makers);
    }

    /// <summary>The same of a picture that was read.</summary>
    public async Task<byte[]> BlurAsync(Flow flow, ReadOnlyMemory<byte> jpeg, CancellationToken cancellationToken = default) =>
        await codec.BlurAroundAsync(jpeg, PlateCorners.FromText(flow.Corners), cancellationToken);

    /// <summary>Whether the picture's file is on this machine.</summary>
    public bool IsHere(Flow flow) => flow.HasPicture && PictureNames.Picture(flow) is { } name && File.Exists(Path.Combine(Root, name));

    /// <summary>The plate alone; null where none was read or the picture is gone.</summary>
    public async Task<byte[]?> ReadPlateAsync(Flow flow, CancellationToken cancellationToken = default) =>
        PlateCorners.FromText(flow.Corners) is { } corners && await ReadAsync(flow, cancellationToken) is { } jpeg
            ? await codec.CutPlateAsync(jpeg, corners, cancellationToken)
            : null;

    /// <summary>Says that the row of a picture is stored, or never will be: from now on the database tells whether the files are kept.</summary>
    public void Release(WrittenPicture picture)
    {
        if (!picture.TryRelease())
        {
            return;
        }

        foreach (var name in PictureNames.NamesOf(picture))
        {
            Unclaim(name);
        }
    }

    /// <summary>Releases a picture whose row is stored, and removes those of its files that the row does not have.</summary>
    internal void ReleaseStored(WrittenPicture picture, Flow stored)
    {
        Release(picture);
        DeleteLeftOver(PictureNames.NamesOf(picture).Except(PictureNames.All(stored)));
    }

    /// <summary>Releases a picture whose row will never be stored, and removes it.</summary>
    internal void Discard(WrittenPicture picture)
    {
        Release(picture);
        DeleteLeftOver(PictureNames.NamesOf(picture));
    }

    /// <summary>Removes files that no row has; what cannot be removed now is left to the sweeps.</summary>
    internal void DeleteLeftOver(IEnumerable<string> names)
    {
        try
        {
            Delete(names);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is stored is stored.
        }
    }

    /// <summary>Removes a picture and the views beside it; nothing happens where there is none. Returns the bytes that they had.</summary>
    internal long Delete(Flow flow) => Delete(PictureNames.All(flow));

    /// <summary>
    /// Removes files by their names, but those whose row is still to come; nothing happens where there are none. Returns the bytes that they had.
    /// </summary>
    internal long Delete(IEnumerable<string> names)
    {
        var bytes = 0L;
        foreach (var name in names)
        {
            lock (_gate)
            {
                // Who writes a file claims it first, and sees that it is not there if it goes here.
                var file = new FileInfo(Path.Combine(Root, name));
                if (!_claims.ContainsKey(PictureNames.Finished(name)) && file.Exists)
                {
                    bytes += file.Length;
                    file.Delete();
                }
            }
        }

        return bytes;
    }

    /// <summary>Whether this process has written a file, or is writing it, and its row is still to come.</summary>
    internal bool IsClaimed(string name)
    {
        lock (_gate)
        {
            return _claims.ContainsKey(PictureNames.Finished(name));
        }
    }

    /// <summary>The name of a file below <see cref="Root"/>.</summary>
    internal string NameOf(string path) => Path.GetRelativePath(Root, path);

    /// <summary>The folders of days, newest first.</summary>
    internal IEnumerable<string> DayFolders() => Directory.Exists(Root)
        ? Directory.EnumerateDirectories(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 })
            .Where(folder => Path.GetRelativePath(Root, folder).Count(c => c == Path.DirectorySeparatorChar) == 2)
            .OrderDescending(StringComparer.Ordinal)
        : [];

    private async Task<string?> WriteViewAsync(WrittenPicture picture, TakenView view, CancellationToken cancellationToken)
    {
        try
        {
            var small = await codec.ShrinkAsync(view.Jpeg, MaxViewWidth, cancellationToken);
            if (small.Length > MaxViewBytes)
            {
                return null;
            }

            var sum = PictureNames.Sum(small);
            await WriteOnceAsync(PictureNames.Name(picture.Uuid, picture.Day, sum), small, sum, isDurable: false, cancellationToken);
            return PictureNames.Short(sum);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return null; // The flow is worth more than a picture of its film strip.
        }
    }

    // What holds what its name says is never written again. Something else can stand there only where a disk has failed or a person has written it.
    private async Task WriteOnceAsync(string name, ReadOnlyMemory<byte> jpeg, string sum, bool isDurable, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Root, name);
        var unfinished = $"{path}.{Guid.NewGuid():N}{PictureNames.Unfinished}";
        lock (_gate)
        {
            _claims[name] = _claims.GetValueOrDefault(name) + 1;
        }

        try
        {
            if (await ReadFileAsync(path, cancellationToken) is { } there && PictureNames.Sum(there) == sum)
            {
                return;
            }

            await using (var file = new FileStream(unfinished, OwnersNewFile()))
            {
                await file.WriteAsync(jpeg, cancellationToken);
                file.Flush(isDurable);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            Unclaim(name);
            throw;
        }
    }

    private static FileStreamOptions OwnersNewFile()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private void Unclaim(string name)
    {
        lock (_gate)
        {
            if (_claims.TryGetValue(name, out var claims) && claims > 1)
            {
                _claims[name] = claims - 1;
            }
            else
            {
                _claims.Remove(name);
            }
        }
    }

    private async Task<byte[]?> ReadCheckedAsync(
        Flow flow, string? name, string? hash, Func<IRemotePictures, Task<byte[]?>> fetch, CancellationToken cancellationToken)
    {
        var jpeg = name is null ? null : await ReadFileAsync(Path.Combine(Root, name), cancellationToken);
        var isHere = jpeg is not null;
        if (jpeg is null)
        {
            jpeg = remote is null ? null : await fetch(remote);
        }

        if (jpeg is not null && hash is not null && !PictureNames.Sum(jpeg).StartsWith(hash, StringComparison.Ordinal))
        {
            faults?.Note(flow, isHere ? name! : "the file at its agent");
            throw new PictureChangedException(flow.Id);
        }

        return jpeg;
    }

    private static async Task<byte[]?> ReadFileAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedFile.ReadAsync(path, BoundedFile.MaxPictureBytes, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return []; // Whatever lies there now, it is not what was stored.
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
