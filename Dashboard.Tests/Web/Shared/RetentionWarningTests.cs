using Dashboard.Hosting;
using Dashboard.Retention;
using Dashboard.Tests.Retention;
using Dashboard.Web.Shared;

namespace Dashboard.Tests.Web.Shared;

/// <summary>Whoever shortens how long things are kept hears what goes before it is too late.</summary>
public sealed class RetentionWarningTests
{
    [Fact]
    public async Task ShorterTime_ThatDeletesMore_IsSaidInNumbers()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var cameras = await database.AddCamerasAsync("Gate", "Yard");
        await bench.AddAsync(
            RetentionBench.At(cameras[0], 400, "OLD1"),
            RetentionBench.At(cameras[0], 40, "OLD2", hasPicture: true),
            RetentionBench.At(cameras[1], 40, "OLD3", hasPicture: true),
            RetentionBench.At(cameras[1], 2, "NEW1", hasPicture: true));
        bench.Options.CurrentValue = new RetentionOptions { PictureDays = 0 };
        var warning = new RetentionWarning(bench.Forecast, new DiskSpace(database.Server, () => new DiskNumbers(20, 100)), bench.Options);

        Assert.Null(await FindAsync(new() { PictureDays = 0 }));
        Assert.Null(await FindAsync(new() { FlowDays = 366, PictureDays = 0 }));
        Assert.Null(await FindAsync(new() { FlowDays = 50, PictureDays = 0 }));
        Assert.Contains("Flows: 3, pictures: 2 (", await FindAsync(new() { FlowDays = 30, PictureDays = 0 }));
        Assert.Contains("Flows: 1, pictures: 2 (", await FindAsync(new() { PictureDays = 30 }));
        Assert.Contains("Flows: 2, pictures: 1 (", await FindAsync(null, new CameraKeeping(cameras[1], 30, null)));
        Assert.Null(await FindAsync(null, new CameraKeeping(cameras[1], 50, null)));

        Assert.Null(await FindAsync(new() { PictureDays = 0, MinimumFreePercent = 20 }));
        Assert.StartsWith("Less than 21 % of the disk", await FindAsync(new() { PictureDays = 0, MinimumFreePercent = 21 }));

        Task<string?> FindAsync(RetentionOptions? wanted, CameraKeeping? camera = null) => warning.FindAsync(wanted, camera, Cancellation);
    }
}
