using System.Net;
using System.Net.Http.Headers;
using Dashboard.Domain.Users;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>One picture of 641 x 479 pixels, fetched in every way.</summary>
public sealed class ImageWorld : IAsyncLifetime
{
    /// <summary>Width of the picture, pixels; odd, for the edges.</summary>
    public const int Width = 641;

    public const int Height = 479;

    private readonly FramePool _pool = new();

    public DashboardApp App { get; } = new();

    /// <summary>Reads the answers.</summary>
    internal PictureCodec Codec { get; }

    /// <summary>The picture as it was stored.</summary>
    public byte[] Jpeg { get; private set; } = [];

    public string Address { get; private set; } = "";

    /// <summary>Somebody who may see it.</summary>
    public HttpClient Client { get; private set; } = new();

    public ImageWorld() => Codec = new PictureCodec(_pool);

    public async ValueTask InitializeAsync()
    {
        await App.InitializeAsync();
        using var frame = _pool.Rent(Width, Height);
        frame.Data.Span.Fill(128);
        for (var (y, luma) = (0, frame.Y); y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                luma.Span[(y * Width) + x] = Luma(x, y);
            }
        }

        Jpeg = Codec.Encode(frame, 95);
        var flow = TestFlows.Make(await App.AddCameraAsync("gate"), "AB12CD");
        await App.StorePictureAsync(flow, Jpeg);
        await App.SeedFlowsAsync(flow);
        Address = $"/img/{App.AgentUid}/{App.AgentUid}-1-{flow.CapturedAt.ToUnixTimeMilliseconds()}";
        Client = App.AnonymousClient();
        Client.DefaultRequestHeaders.Add("X-Api-Key", await App.ApiKeyAsync());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Codec.Dispose();
        await App.DisposeAsync();
    }

    // Waves of different lengths: a part that is moved by a pixel is seen to be.
    private static byte Luma(int x, int y) => (byte)(128 + (60 * Math.Sin(x / 2.5)) + (50 * Math.Sin((y / 3.5) + (x / 90.0))));
}

/// <summary>Pictures as programs in the field ask for them.</summary>
[Trait("Category", "Server")]
public sealed class ImageTests(ImageWorld world) : IClassFixture<ImageWorld>
{
    [Theory]
    [InlineData("")]
    [InlineData(".jpg")]
    [InlineData(".jpeg")]
    [InlineData(".JPG")]
    public async Task Whole_WithAnyEnding_IsThePictureAsItWasStored(string ending)
    {
        using var answer = await world.Client.GetAsync(world.Address + ending, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(world.Jpeg, await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.True(answer.Headers.CacheControl is { Private: true } cache && cache.MaxAge >= TimeSpan.FromDays(30));
    }

    [Theory]
    [InlineData(0, 0, 64, 48)]
    [InlineData(100, 50, 200, 100)]
    [InlineData(101, 51, 99, 77)]
    [InlineData(577, 400, 64, 79)]
    [InlineData(640, 478, 1, 1)]
    [InlineData(1, 0, 640, 479)]
    [InlineData(0, 0, 641, 479)]
    public async Task Crop_InPixelsOfTheOriginal_IsThatPart(int x, int y, int width, int height)
    {
        using var part = await DecodeAsync($"x={x}&y={y}&width={width}&height={height}");
        Assert.Equal((width, height), (part.Width, part.Height));
        using var whole = world.Codec.Decode(world.Jpeg);
        Assert.InRange(MeanDifference(part, (px, py) => whole.Y.Span[((y + py) * whole.Width) + x + px]), 0, 3);
    }

    [Theory]
    [InlineData("max_width=320", 320, 239)]
    [InlineData("max_width=100", 100, 75)]
    [InlineData("max_width=1", 1, 1)]
    [InlineData("max_width=641", 641, 479)]
    [InlineData("max_width=5000", 641, 479)]
    [InlineData("max_width=2147483647", 641, 479)]
    [InlineData("x=0&y=100&width=641&height=101", 641, 101)]
    [InlineData("x=101&y=51&width=200&height=101&max_width=5000", 200, 101)]
    [InlineData("x=101&y=51&width=200&height=101&max_width=100", 100, 51)]
    [InlineData("x=600&y=0&width=41&height=479&max_width=10", 10, 117)]
    public async Task MaximumWidth_KeepsTheAspect_AndNeverEnlarges(string query, int width, int height)
    {
        using var small = await DecodeAsync(query);
        Assert.Equal(width, small.Width);
        Assert.InRange(small.Height, height - 1, height + 1);
    }

    [Fact]
    public async Task CropMadeSmaller_ShowsTheSamePart()
    {
        using var frame = world.Codec.Decode(world.Jpeg);
        using var small = await DecodeAsync("x=203&y=99&width=300&height=202&max_width=150");
        Assert.InRange(MeanDifference(small, (px, py) => Mean(frame, 203 + (2 * px), 99 + (2 * py), 2)), 0, 8);
    }

    [Theory]
    [InlineData("x=-1&y=0&width=10&height=10", "x")]
    [InlineData("x=0&y=-1&width=10&height=10", "y")]
    [InlineData("x=a&y=0&width=10&height=10", "x")]
    [InlineData("x=1.5&y=0&width=10&height=10", "x")]
    [InlineData("x=0&y=0&width=0&height=10", "width")]
    [InlineData("x=0&y=0&width=10&height=0", "height")]
    [InlineData("x=0&y=0&width=10&height=ten", "height")]
    [InlineData("x=0&y=0&width=99999999999&height=10", "width")]
    [InlineData("x=5&y=5", "width")]
    [InlineData("width=10", "height")]
    [InlineData("max_width=0", "max_width")]
    [InlineData("max_width=-5", "max_width")]
    [InlineData("max_width=wide", "max_width")]
    [InlineData("x=641&y=0&width=1&height=1", "x", true)]
    [InlineData("x=0&y=479&width=1&height=1", "y", true)]
    [InlineData("x=600&y=0&width=42&height=1", "width", true)]
    [InlineData("x=0&y=400&width=1&height=80", "height", true)]
    [InlineData("x=2147483647&y=2147483647&width=2147483647&height=2147483647", "x", true)]
    [InlineData("x=1&y=1&width=2147483647&height=2147483647", "width", true)]
    public async Task Parameter_ThatCannotBe_Is400WithItsName_BeforeExistenceWhereItCanBeTold(string query, string name, bool isOfThePicture = false)
    {
        using var answer = await world.Client.GetAsync($"{world.Address}.jpg?{query}", Cancellation);
        Assert.StartsWith($$"""{"error":"{{name}}:""", await answer.ReadAsync(HttpStatusCode.BadRequest));
        Assert.Null(answer.Headers.ETag);
        using var unknown = await world.Client.GetAsync($"/img/{world.App.AgentUid}/{world.App.AgentUid}-1-5.jpg?{query}", Cancellation);
        Assert.Equal(isOfThePicture ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, unknown.StatusCode);
    }

    [Fact]
    public async Task Tag_KnownAlready_Is304_AndADifferentCutHasAnother()
    {
        using var first = await world.Client.GetAsync(world.Address, Cancellation);
        using var cut = await world.Client.GetAsync(world.Address + "?max_width=100", Cancellation);
        Assert.NotNull(first.Headers.ETag);
        Assert.NotEqual(first.Headers.ETag, cut.Headers.ETag);
        foreach (var known in new[] { first.Headers.ETag, new("\"other\""), EntityTagHeaderValue.Any })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, world.Address + ".jpg");
            request.Headers.IfNoneMatch.Add(known);
            using var again = await world.Client.SendAsync(request, Cancellation);
            var isKnown = known.Tag != "\"other\"";
            Assert.Equal(isKnown ? HttpStatusCode.NotModified : HttpStatusCode.OK, again.StatusCode);
            Assert.Equal(first.Headers.ETag, again.Headers.ETag);
            Assert.Equal(first.Headers.CacheControl, again.Headers.CacheControl);
            Assert.Equal(isKnown ? 0 : world.Jpeg.Length, (await again.Content.ReadAsByteArrayAsync(Cancellation)).Length);
        }
    }

    [Fact]
    public async Task Range_OfAPicture_IsThoseBytesOfIt()
    {
        using var first = await world.Client.GetAsync(world.Address, Cancellation);
        using var request = new HttpRequestMessage(HttpMethod.Get, world.Address)
        {
            Headers = { Range = new(100, 149), IfRange = new(first.Headers.ETag!) },
        };
        using var part = await world.Client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal($"bytes 100-149/{world.Jpeg.Length}", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(world.Jpeg[100..150], await part.Content.ReadAsByteArrayAsync(Cancellation));

        using var beyond = new HttpRequestMessage(HttpMethod.Get, world.Address) { Headers = { Range = new(world.Jpeg.Length, null) } };
        using var refused = await world.Client.SendAsync(beyond, Cancellation);
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, refused.StatusCode);
    }

    [Theory]
    [InlineData("{uid}/{uid}-1-5")]
    [InlineData("{uid}/{uid}-99-1739055166000")]
    [InlineData("{uid}/other")]
    [InlineData("{uid}/{uid}-1-")]
    [InlineData("{uid}/{uid}-1--1739055166000")]
    [InlineData("{uid}/{uid}-1-99999999999999999999")]
    [InlineData("{uid}/{uid}-1-9223372036854775807")]
    [InlineData("{uid}/..%2f..%2fdashboard.db")]
    [InlineData("{uid}/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    [InlineData("..%5c..%5c/x.jpg")]
    [InlineData("{uid}/%ff%fe.jpg")]
    [InlineData("{uid}/'; DROP TABLE Flows; --")]
    [InlineData("{uid}/.jpg")]
    [InlineData("{uid}/a/b.jpg")]
    [InlineData("other/{uid}-1-1739055166000")]
    [InlineData("{uid}/{long}")]
    [InlineData("{long}/{long}.jpg")]
    [InlineData("")]
    public async Task Id_UnknownOrOdd_Is404WithTheErrorBody(string path)
    {
        using var answer = await world.Client.GetAsync(
            "/img/" + path.Replace("{uid}", world.App.AgentUid).Replace("{long}", new string('9', 3000)), Cancellation);
        Assert.StartsWith("{\"error\":\"", await answer.ReadAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task Picture_IsForThoseWhoMaySeeIt()
    {
        using var nobody = world.App.AnonymousClient();
        Assert.StartsWith("{\"error\":", await nobody.GetAsync(world.Address, Cancellation).ReadAsync(HttpStatusCode.Unauthorized));
        await nobody.GetAsync(world.Address + "?x=-1", Cancellation).ReadAsync(HttpStatusCode.Unauthorized);
        var elsewhere = (await world.App.LimitedKeyAsync("elsewhere@example.org", Roles.Operator, await world.App.AddSiteAsync("Elsewhere"))).Key;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{world.Address}?api_key={elsewhere}");
        request.Headers.IfNoneMatch.Add((await world.Client.GetAsync(world.Address, Cancellation)).Headers.ETag!);
        await nobody.SendAsync(request, Cancellation).ReadAsync(HttpStatusCode.NotFound);
        using var browser = await world.App.SignInClientAsync(Roles.Viewer);
        await browser.GetAsync(world.Address, Cancellation).ReadAsync();
    }

    [Fact]
    public async Task Picture_RotatedOut_Is404()
    {
        await using var app = await DashboardApp.StartAsync();
        var flow = TestFlows.Make(await app.AddCameraAsync("gate"));
        await app.StorePictureAsync(flow);
        await app.SeedFlowsAsync(flow);
        using var client = await app.SignInClientAsync(Roles.Viewer);
        var address = $"/img/{app.AgentUid}/{app.AgentUid}-1-{flow.CapturedAt.ToUnixTimeMilliseconds()}.jpg";
        await client.GetAsync(address, Cancellation).ReadAsync();
        app.RemovePicture(flow);
        await client.GetAsync(address, Cancellation).ReadAsync(HttpStatusCode.NotFound);
    }

    private async Task<VideoFrame> DecodeAsync(string query)
    {
        using var answer = await world.Client.GetAsync($"{world.Address}.jpg?{query}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return world.Codec.Decode(await answer.Content.ReadAsByteArrayAsync());
    }

    private static double MeanDifference(VideoFrame frame, Func<int, int, double> expected)
    {
        var sum = 0.0;
        for (var i = 0; i < frame.Width * frame.Height; i++)
        {
            sum += Math.Abs(frame.Y.Span[i] - expected(i % frame.Width, i / frame.Width));
        }

        return sum / (frame.Width * frame.Height);
    }

    private static double Mean(VideoFrame frame, int x, int y, int size)
    {
        var sum = 0.0;
        for (var i = 0; i < size * size; i++)
        {
            sum += frame.Y.Span[((y + (i / size)) * frame.Width) + x + (i % size)];
        }

        return sum / (size * size);
    }
}
