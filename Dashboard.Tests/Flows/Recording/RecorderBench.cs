using Dashboard.Domain.Recognition;
using Dashboard.Domain.Tracking;
using Dashboard.Flows;
using Dashboard.Flows.Recording;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Flows.Recording;

/// <summary>A recorder with all that belongs to it, on a database of its own.</summary>
internal sealed class RecorderBench : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly FlowRecorder _recorder;

    public RecorderBench(TestDatabase database, IDbContextFactory<DashboardDbContext>? factory = null)
    {
        Database = database;
        Images = new FlowImages(database.Server, new PictureCodec(new FramePool()));
        Writer = new FlowWriter(factory ?? database.Factory, Images);
        Status = new RecorderStatus(TimeProvider.System);
        Cleanup = new OrphanedPictureCleanup(
            database.Factory, Images, Lifetime, TimeProvider.System,
            NullLogger<OrphanedPictureCleanup>.Instance);
        _recorder = new FlowRecorder(Queues, Writer, Feed, Status, TimeProvider.System, NullLogger<FlowRecorder>.Instance);
    }

    public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    public TestDatabase Database { get; }

    public PipelineQueues Queues { get; } = new();

    public FlowFeed Feed { get; } = new();

    public FlowImages Images { get; }

    public FlowWriter Writer { get; }

    public RecorderStatus Status { get; }

    public OrphanedPictureCleanup Cleanup { get; }

    /// <summary>A vehicle with three candidates, seen by a camera.</summary>
    public static FlowDraft Vehicle(int camera, DateTimeOffset at, string plate = "AB12CDE", byte[]? jpeg = null)
    {
        PlateCandidate[] candidates = [new(plate, 0.91), new(plate + "1", 0.05), new("X", 0.01)];
        var read = new PlateRead(PlateCorners.FromBox(10, 20, 100, 25), candidates, "eu-at");
        var group = new PlateGroup(1, candidates, read, at, at.AddMilliseconds(-700), at.AddMilliseconds(900), 17, IsParked: true, read.Region);
        return new FlowDraft(camera, group, jpeg ?? [1, 2, 3], 640, 360, "v1");
    }

    public Task StartAsync() => _recorder.StartAsync(CancellationToken.None);

    /// <summary>Stops the recorder as the host does, which waits until the token is cancelled.</summary>
    public Task StopAsync(CancellationToken limit) => _recorder.StopAsync(limit);

    /// <summary>Completes the queue and waits until the recorder has ended.</summary>
    public async Task FinishAsync()
    {
        Queues.FlowDrafts.Writer.TryComplete();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _recorder.StopAsync(limit.Token);
        Assert.False(limit.IsCancellationRequested, "the recorder did not end");
    }

    public async ValueTask DisposeAsync()
    {
        await FinishAsync();
        _recorder.Dispose();
        Cleanup.Dispose();
    }
}

/// <summary>A factory whose first contexts cannot be had.</summary>
internal sealed class FailingFactory(
    IDbContextFactory<DashboardDbContext> inner, int times, Func<Exception> failure) : IDbContextFactory<DashboardDbContext>
{
    private int _left = times;

    public DashboardDbContext CreateDbContext() => Interlocked.Decrement(ref _left) >= 0 ? throw failure() : inner.CreateDbContext();
}
