using System.Runtime.ExceptionServices;
using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention.Plates;

/// <summary>
/// Pictures whose flows are being erased on request. Their names are noted before the rows go, so that they go too where the server is killed
/// in between or the disk refuses, however old they are and whether old pictures are deleted at all.
/// </summary>
internal sealed class ErasedPictures(
    IDbContextFactory<DashboardDbContext> database, FlowImages images, ServerOptions server, TimeProvider time, ILogger<ErasedPictures> log)
{
    private const string Extension = ".txt";

    // An erasure of another server on the same folder is over by then.
    private static readonly TimeSpan LongestErasure = TimeSpan.FromHours(1);

    private string Folder => server.DataPath("erasing");

    /// <summary>Notes the pictures of flows that are about to be erased.</summary>
    public NotedPictures Begin(IReadOnlyList<Flow> flows)
    {
        string[] names = [.. flows.SelectMany(PictureNames.All)];
        if (names.Length == 0)
        {
            return new NotedPictures(images, log, null);
        }

        var note = Path.Combine(Folder, Guid.NewGuid().ToString("N") + Extension);
        try
        {
            DurableDirectory.Create(Folder);
            using (var file = new FileStream(note, FileMode.CreateNew))
            using (var text = new StreamWriter(file))
            {
                Array.ForEach(names, text.WriteLine);
                text.Flush();
                file.Flush(flushToDisk: true);
            }

            DurableDirectory.Flush(Folder);
            return new NotedPictures(images, log, note);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new NotedPictures(images, log, null); // A full disk keeps nothing from being erased.
        }
    }

    /// <summary>Removes what an erasure that was killed has left. Throws, once all was tried, where something cannot be removed yet.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken = default)
    {
        var failures = new List<Exception>();
        foreach (var note in Directory.Exists(Folder) ? Directory.GetFiles(Folder, "*" + Extension) : [])
        {
            try
            {
                await FinishAsync(note, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                failures.Add(exception);
            }
        }

        if (failures is [var first, ..])
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private async Task FinishAsync(string note, CancellationToken cancellationToken)
    {
        var names = (await File.ReadAllLinesAsync(note, cancellationToken)).Where(name => PictureNames.UuidOf(name) is not null).ToList();
        Guid[] uuids = [.. names.Select(name => PictureNames.UuidOf(name)!.Value).Distinct()];
        await using var db = await database.CreateDbContextAsync(cancellationToken);
        var kept = await db.Flows.Where(flow => EF.Parameter(uuids).Contains(flow.Uuid)).Select(flow => flow.Uuid).ToHashSetAsync(cancellationToken);
        images.Delete(names.Where(name => !kept.Contains(PictureNames.UuidOf(name)!.Value)));
        if (kept.Count == 0 || time.GetUtcNow() - File.GetLastWriteTimeUtc(note) > LongestErasure)
        {
            File.Delete(note);
        }
    }
}

/// <summary>The pictures of some flows that are being erased.</summary>
/// <param name="note">The file with their names; null: they have none, or none could be written.</param>
internal sealed class NotedPictures(FlowImages images, ILogger log, string? note)
{
    private bool _isLeft;

    /// <summary>
    /// Removes those of a flow whose row is gone, and returns the bytes that they had. What cannot be removed now is tried again later.
    /// </summary>
    public long Delete(Flow flow)
    {
        try
        {
            return images.Delete(flow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.LogWarning("A picture of a flow that was erased could not be deleted yet: {Reason}", exception.Message);
            _isLeft = true;
            return 0;
        }
    }

    /// <summary>Nothing of them has to be done any more, unless some could not be removed.</summary>
    public void End()
    {
        if (note is not null && !_isLeft)
        {
            File.Delete(note);
        }
    }
}
