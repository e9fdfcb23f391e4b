using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Statistics;

namespace Dashboard.Tests.Statistics;

public sealed class DayReaderTests
{
    [Theory, ProviderData]
    public async Task Read_OfADay_CountsItsFlowsPlatesAndCameras(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate", "Ramp", "Quiet");
        var day = new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.FromHours(2));
        await database.AddFlowsAsync(
            At(-1, cameras[0], "OLD"),
            At(0, cameras[0], "AB1"),
            At(3599.999, cameras[1], "AB1"),
            At(3600, cameras[1], ""),
            At((23 * 3600) + 3599, cameras[1], "CD2", TriggerMode.Manual),
            At(24 * 3600, cameras[0], "NEW"));

        var numbers = await new DayReader(database.Factory).ReadAsync(day, day.AddDays(1), SiteScope.Unrestricted, Cancellation);

        Assert.Equal((4, 3, 2, 1), (numbers.Total, numbers.Read, numbers.DistinctPlates, numbers.Manual));
        Assert.Equal(0.75, numbers.ReadShare);
        Assert.Equal([new(cameras[1], "Ramp", 3), new(cameras[0], "Gate", 1)], numbers.Cameras);

        Flow At(double seconds, int camera, string plate, TriggerMode mode = TriggerMode.Auto) =>
            new() { CameraId = camera, Plate = plate, CapturedAt = day.AddSeconds(seconds), TriggerMode = mode };
    }
}
