using Dashboard.Domain.Flows;
using Dashboard.Flows;
using Dashboard.Hosting;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Retention;
using Dashboard.Retention.Plates;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Retention;

/// <summary>The retention over a database and a picture folder of a test, on a clock that the test sets.</summary>
internal sealed class RetentionBench
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;

    public RetentionBench(TestDatabase database)
    {
        _database = database;
        Images = new FlowImages(database.Server, new PictureCodec(new FramePool()));
        Pictures = new PictureRemoval(database.Factory, Images);
        Flows = new FlowRemoval(database.Factory, Images, LastPlates);
        Erased = new ErasedPictures(database.Factory, Images, database.Server, Time, NullLogger<ErasedPictures>.Instance);
        Ages = new AgeClock(database.Factory, Time, NullLogger<AgeClock>.Instance);
        Audit = new AuditTrail(Time);
        Cleanup = new RetentionCleanup(
            database.Factory, Flows, Pictures, Erased, Status, new DiskSpace(database.Server, () => DiskFor()), Ages, Audit, Options, Time,
            NullLogger<RetentionCleanup>.Instance);
        Forecast = new RetentionForecast(database.Factory, Pictures, Options, Ages);
    }

    public SteppedClock Time { get; } = new(Noon);

    public RemovedLastPlateFeed LastPlates { get; } = new();

    public AgeClock Ages { get; }

    public AuditTrail Audit { get; }

    public FixedOptions<RetentionOptions> Options { get; } = new(new RetentionOptions { FlowDays = 30, PictureDays = 10 });

    public RetentionStatus Status { get; } = new();

    /// <summary>What the disk says.</summary>
    public Func<DiskNumbers> DiskFor { get; set; } = () => new DiskNumbers(500, 1000);

    public FlowImages Images { get; }

    public PictureRemoval Pictures { get; }

    public ErasedPictures Erased { get; }

    public FlowRemoval Flows { get; }

    public RetentionCleanup Cleanup { get; }

    public RetentionForecast Forecast { get; }

    public static Flow At(int camera, double daysAgo, string plate = "AB123", bool hasPicture = false) => new()
    {
        CameraId = camera,
        CapturedAt = Noon.AddDays(-daysAgo),
        FirstSeenAt = Noon.AddDays(-daysAgo),
        LastSeenAt = Noon.AddDays(-daysAgo),
        Plate = plate,
        Confidence = .9,
        HasPicture = hasPicture,
        Candidates = [new FlowCandidate { Text = plate, Confidence = .9 }],
    };

    /// <summary>Stores flows, with their pictures, as looked up in the lists.</summary>
    public async Task<IReadOnlyList<Flow>> AddAsync(params Flow[] flows)
    {
        foreach (var flow in flows.Where(flow => flow.HasPicture))
        {
            flow.Uuid = Guid.NewGuid();
            var picture = await Images.WriteAsync(flow.Uuid, flow.CapturedAt, new byte[1000], cancellationToken: Cancellation);
            picture.GiveTo(flow);
            Images.Release(picture);
            File.SetLastWriteTimeUtc(PathOf(flow), flow.CapturedAt.UtcDateTime);
        }

        var stored = await _database.AddFlowsAsync(flows);
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        await db.Positions.Where(position => position.Name == Position.Alerts).ExecuteDeleteAsync(Cancellation);
        db.Positions.Add(new Position { Name = Position.Alerts, Value = stored.Max(flow => flow.Id) });
        await db.SaveChangesAsync(Cancellation);
        return stored;
    }

    public string PathOf(Flow flow) => Path.Combine(Images.Root, PictureNames.Picture(flow)!);

    /// <summary>The numbers of the flows that are there.</summary>
    public async Task<IReadOnlyList<long>> FlowsAsync()
    {
        await using var db = await _database.Factory.CreateDbContextAsync(Cancellation);
        return await db.Flows.OrderBy(flow => flow.Id).Select(flow => flow.Id).ToListAsync(Cancellation);
    }
}
