using Dashboard.Domain.Flows;
using Dashboard.Domain.Recognition;
using Dashboard.Flows;
using Dashboard.Flows.Profiles;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Imaging;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Cameras.Profile;

namespace Dashboard.Tests.Flows.Profiles;

public sealed class CameraProfileTests : IDisposable
{
    private static readonly PlateCorners Place = PlateCorners.FromBox(100, 80, 112, 28);
    private static readonly PlateLight None = new(0, 0, 0, 0, 0);
    private static readonly PlateLight Good = new(20, .06, 150, 0, 140);
    private readonly FramePool _pool = new();
    private readonly PictureCodec _codec;

    public CameraProfileTests() => _codec = new PictureCodec(_pool);

    public void Dispose() => _codec.Dispose();

    [Fact]
    public async Task Profile_OfACamera_TellsTheNightFromTheDay()
    {
        await using var database = await TestDatabase.CreateAsync();
        var images = new FlowImages(database.Server, _codec);
        var clock = TestTime.CreateClock();
        var cameras = await database.AddCamerasAsync("Gate", "Back");
        var noon = new DateTimeOffset(clock.GetUtcNow().UtcDateTime.Date.AddDays(-2).AddHours(12), TimeSpan.Zero);
        var flows = new List<Flow>();
        for (var i = 0; i < 8; i++)
        {
            flows.Add(await StoreAsync(images, cameras[0], noon.AddHours(i % 4), frame => PaintedPlate.Paint(frame, Place), hasColors: true));
            flows.Add(await StoreAsync(images, cameras[0], noon.AddHours(9 + (i % 4)), frame => PaintedPlate.Paint(frame, Place, blur: 11)));
        }

        // Of another camera, too old, and without a plate.
        flows.Add(await StoreAsync(images, cameras[1], noon, frame => PaintedPlate.Paint(frame, Place)));
        flows.Add(await StoreAsync(images, cameras[0], noon.AddDays(-20), frame => PaintedPlate.Paint(frame, Place)));
        await database.AddFlowsAsync(flows);

        var reader = new CameraProfileReader(database.Factory, images, _codec, clock);
        var profile = (await reader.ReadAsync(cameras[0], Cancellation))!;
        Assert.Equal((8, 8), (profile.Day.Plates, profile.Night.Plates));
        Assert.Equal((28.0, 0.0, 0.0), (Math.Round(profile.Height), Math.Round(profile.Turn), Math.Round(profile.Lean)));
        Assert.InRange(profile.Night.EdgeWidth, 2 * profile.Day.EdgeWidth, 1);
        Assert.Equal(
            ["Plates are blurred at night: set the shutter to 1/500 s or faster, and the focus by infrared light."],
            ProfileAdvice.From(profile).Select(advice => advice.Text));
        Assert.Null(await reader.ReadAsync(cameras[1], Cancellation));

        // What was measured holds for a while, whatever becomes of the pictures.
        images.Delete(flows[0]);
        Assert.Same(profile, await reader.ReadAsync(cameras[0], Cancellation));
        clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(15, (await reader.ReadAsync(cameras[0], Cancellation))!.Plates);
    }

    [Fact]
    public void Advice_ForACameraWhereAllIsWell_SaysSo()
    {
        Assert.Equal(["ok"], From(new CameraProfile(Good, None, 30, 2, 5)).Select(advice => advice.Tone));

        // Three plates tell nothing of the night.
        Assert.Equal(["ok"], From(new CameraProfile(Good, new PlateLight(3, .5, 10, 0, 10), 30, 2, 5)).Select(advice => advice.Tone));
    }

    [Fact]
    public void Advice_NamesWhatIsWrongAndWhatToDo()
    {
        Assert.StartsWith("Plates are 14 pixels high: zoom in", Assert.Single(From(new CameraProfile(Good, Good, 14.2, 0, 0))).Text);
        Assert.StartsWith("Plates are 22 pixels high, which is just enough", Assert.Single(From(new CameraProfile(Good, Good, 22, 0, 0))).Text);
        Assert.StartsWith("Plates are turned by 19°", Assert.Single(From(new CameraProfile(Good, Good, 30, 19, 0))).Text);
        Assert.StartsWith("Letters lean by 35°", Assert.Single(From(new CameraProfile(Good, Good, 30, 0, 35))).Text);
        Assert.Contains("overexposed at night", Assert.Single(From(new CameraProfile(Good, new PlateLight(9, .06, 50, .5, 230), 30, 0, 0))).Text);
        Assert.Contains("too dark at night", Assert.Single(From(new CameraProfile(Good, new PlateLight(9, .06, 25, 0, 30), 30, 0, 0))).Text);
        Assert.Contains("overexposed by day", Assert.Single(From(new CameraProfile(new PlateLight(9, .06, 50, .5, 230), None, 30, 0, 0))).Text);

        // A white plate in the sun whose letters stand out is no fault.
        Assert.Equal("ok", Assert.Single(From(new CameraProfile(new PlateLight(9, .06, 200, .6, 220), None, 30, 0, 0))).Tone);
    }

    private static IReadOnlyList<ProfileAdvice> From(CameraProfile profile) => ProfileAdvice.From(profile);

    private async Task<Flow> StoreAsync(FlowImages images, int camera, DateTimeOffset at, Action<VideoFrame> paint, bool hasColors = false)
    {
        using var frame = _pool.Rent(320, 240);
        paint(frame);
        if (hasColors)
        {
            // A sky: light, and blue.
            frame.Y.Span[..(320 * 60)].Fill(220);
            frame.U.Span.Fill(150);
        }

        var flow = new Flow
        {
            Uuid = Guid.NewGuid(),
            CameraId = camera,
            CapturedAt = at,
            Plate = "KD472MX",
            Confidence = .9,
            Corners = Place.ToText(),
            PictureWidth = 320,
            PictureHeight = 240,
        };
        var written = await images.WriteAsync(flow.Uuid, at, _codec.Encode(frame, 95), cancellationToken: Cancellation);
        written.GiveTo(flow);
        images.Release(written);
        return flow;
    }
}
