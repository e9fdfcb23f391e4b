using Dashboard.Cameras;
using Dashboard.Domain.Flows;

namespace Dashboard.Tests.Cameras;

public sealed class CameraCountriesTests
{
    [Theory, ProviderData]
    public async Task Camera_WithSureReads_TellsTheirCountriesByShare(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var cameras = await database.AddCamerasAsync("Gate", "Yard");
        await database.AddFlowsAsync(
        [
            .. Flows(cameras[0], 60, "DE"), .. Flows(cameras[0], 39, "us-mo"), .. Flows(cameras[0], 1, "pl"),
            .. Flows(cameras[0], 50, "fr", confidence: .6), .. Flows(cameras[0], 20, null), .. Flows(cameras[1], 29, "cz"),
        ]);
        var countries = new CameraCountries(database.Factory);

        var gate = await countries.ReadAsync(cameras[0], Cancellation);
        var yard = await countries.ReadAsync(cameras[1], Cancellation);

        Assert.Equal([("de", .6), ("us", .39), ("pl", .01)], gate.Countries.Select(country => (country.Code, country.Share)));
        Assert.Equal(["de", "us"], gate.Usual);
        Assert.Equal((29, 0), (yard.Flows, yard.Countries.Count));
    }

    private static IEnumerable<Flow> Flows(int camera, int count, string? region, double confidence = .95) => Enumerable.Range(0, count).Select(i =>
        new Flow
        {
            CameraId = camera,
            Plate = $"AB{i}",
            Region = region,
            Confidence = confidence,
            CapturedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddMinutes(i),
        });
}
