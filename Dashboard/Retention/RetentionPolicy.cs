using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Retention;

/// <summary>What one camera's flows and pictures are kept for, as moments in seconds since 1970: what is older goes.</summary>
/// <param name="FlowsBefore">Flows; null: they are kept for ever.</param>
/// <param name="UnlistedBefore">Flows that match no list; null: like the others.</param>
/// <param name="PicturesBefore">Pictures; null: for as long as their flows.</param>
internal sealed record CameraCutoff(int CameraId, long? FlowsBefore, long? UnlistedBefore, long? PicturesBefore)
{
    /// <summary>The second before which a flow's picture goes, by itself or with its flow; null: it is kept for ever.</summary>
    /// <param name="isListed">Whether the flow matched a list.</param>
    public long? PictureGoesBefore(bool isListed) => new[] { FlowsBefore, PicturesBefore, isListed ? null : UnlistedBefore }.Max();

    /// <summary>The youngest second that some flow of the camera may go at; null: none does.</summary>
    public long? Latest => (FlowsBefore, UnlistedBefore) switch
    {
        ({ } flows, { } unlisted) => Math.Max(flows, unlisted),
        var (flows, unlisted) => flows ?? unlisted,
    };
}

/// <summary>How long a camera's flows and their pictures are kept, in days; null: as the settings say.</summary>
internal sealed record CameraKeeping(int Id, int? FlowDays, int? PictureDays);

/// <summary>What is due for each camera at one moment. A camera's own days come before the settings; 0 keeps for ever.</summary>
internal sealed class RetentionPolicy
{
    private readonly Dictionary<int, CameraCutoff> _cutoffs;

    private RetentionPolicy(DateTimeOffset now, IEnumerable<CameraCutoff> cutoffs) =>
        (Now, _cutoffs) = (now, cutoffs.ToDictionary(cutoff => cutoff.CameraId));

    public DateTimeOffset Now { get; }

    public IReadOnlyCollection<CameraCutoff> Cutoffs => _cutoffs.Values;

    /// <summary>The youngest second that some picture may go at; null: none does before its flow.</summary>
    public long? LatestPictures => _cutoffs.Values.Max(cutoff => cutoff.PicturesBefore);

    /// <summary>The youngest second that some picture may go at, also with its flow; null: none does.</summary>
    public long? LatestPicturesOrFlows => _cutoffs.Values.Max(cutoff => cutoff.PictureGoesBefore(isListed: false));

    public CameraCutoff? CutoffOf(int camera) => _cutoffs.GetValueOrDefault(camera);

    /// <summary>Reads the cameras, deleted ones too: their flows are there.</summary>
    /// <param name="instead">The days of one camera in place of those that are stored; null: all as they are.</param>
    public static async Task<RetentionPolicy> ReadAsync(
        DashboardDbContext db, RetentionOptions options, DateTimeOffset now, CameraKeeping? instead, CancellationToken cancellationToken)
    {
        var cameras = await db.Cameras.AsNoTracking().Select(camera => new CameraKeeping(camera.Id, camera.FlowDays, camera.PictureDays))
            .ToListAsync(cancellationToken);
        return new RetentionPolicy(now, cameras.Select(camera => instead?.Id == camera.Id ? instead : camera).Select(camera => new CameraCutoff(
            camera.Id,
            Days(camera.FlowDays ?? options.FlowDays),
            options.UnlistedHours == 0 ? null : now.AddHours(-options.UnlistedHours).ToUnixTimeSeconds(),
            Days(camera.PictureDays ?? options.PictureDays))));

        long? Days(int days) => days == 0 ? null : now.AddDays(-days).ToUnixTimeSeconds();
    }
}
