using System.Net;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Pipeline;
using Dashboard.Recognition.Imaging;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.KeyApi;

/// <summary>Pictures over the Scout API.</summary>
public sealed class ImageTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Seen = new(2026, 5, 1, 12, 0, 0, 250, TimeSpan.Zero);
    private readonly JpegCodec _codec = new(new FramePool());
    private readonly DashboardApp _app = new();
    private byte[] _jpeg = [];
    private string _image = "";
    private HttpClient _client = new();

    public async ValueTask InitializeAsync()
    {
        await _app.InitializeAsync();
        _jpeg = Gradient(640, 480);
        var flow = new Flow { CameraId = await _app.AddCameraAsync("gate"), Plate = "A1", CapturedAt = Seen, FirstSeenMs = Seen.ToUnixTimeMilliseconds() };
        await _app.StorePictureAsync(flow, _jpeg);
        (flow.PictureWidth, flow.PictureHeight) = (640, 480);
        await _app.SeedFlowsAsync(flow);
        _image = $"/img/{_app.AgentUid}/{_app.AgentUid}-{flow.CameraId}-{Seen.ToUnixTimeMilliseconds()}";
        _client = _app.AnonymousClient();
        _client.DefaultRequestHeaders.Add("X-Api-Key", await _app.ApiKeyAsync());
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _app.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(".jpg")]
    [InlineData(".jpeg")]
    [InlineData(".JPG")]
    public async Task Picture_WithAnyEnding_IsTheStoredOne_AndMayBeKept(string ending)
    {
        using var answer = await _client.GetAsync(_image + ending);
        Assert.Equal(_jpeg, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(TimeSpan.FromDays(365), answer.Headers.CacheControl!.MaxAge);
        Assert.NotNull(answer.Headers.ETag);

        using var again = new HttpRequestMessage(HttpMethod.Get, _image + ending) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var same = await _client.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        using var other = new HttpRequestMessage(HttpMethod.Get, $"{_image}?max_width=100") { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var smaller = await _client.SendAsync(other);
        Assert.Equal(HttpStatusCode.OK, smaller.StatusCode);
    }

    [Theory]
    [InlineData(0, 0, 64, 48)]
    [InlineData(101, 33, 200, 77)]
    [InlineData(576, 432, 64, 48)]
    [InlineData(639, 479, 1, 1)]
    public async Task Part_IsWhatTheWholePictureShowsThere(int x, int y, int width, int height)
    {
        using var part = _codec.Decode(await _client.GetByteArrayAsync($"{_image}?x={x}&y={y}&width={width}&height={height}"));
        using var whole = _codec.Decode(_jpeg);
        Assert.Equal((width, height), (part.Width, part.Height));
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var (expected, actual) = (whole.Y.Span[((y + row) * whole.Width) + x + column], part.Y.Span[(row * part.Width) + column]);
                Assert.True(Math.Abs(expected - actual) <= 6, $"{column},{row}: {actual}, not {expected}");
            }
        }
    }

    [Theory]
    [InlineData("max_width=320", 320, 240)]
    [InlineData("max_width=100", 100, 75)]
    [InlineData("max_width=640", 640, 480)]
    [InlineData("max_width=9999", 640, 480)]
    [InlineData("x=0&y=0&width=320&height=480&max_width=80", 80, 120)]
    public async Task Picture_MadeSmaller_KeepsItsShape_AndIsNeverEnlarged(string query, int width, int height)
    {
        using var picture = _codec.Decode(await _client.GetByteArrayAsync($"{_image}?{query}"));
        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    [Theory]
    [InlineData("x=1&y=1&width=640&height=10", "width")]
    [InlineData("x=640&y=0&width=1&height=1", "x")]
    [InlineData("x=0&y=480&width=1&height=1", "y")]
    [InlineData("x=0&y=0&width=1&height=481", "height")]
    [InlineData("x=-1&y=0&width=1&height=1", "x")]
    [InlineData("x=0&y=0&width=0&height=1", "width")]
    [InlineData("x=a&y=0&width=1&height=1", "x")]
    [InlineData("x=0&y=0&width=10", "height")]
    [InlineData("max_width=0", "max_width")]
    [InlineData("max_width=99999999999", "max_width")]
    public async Task Part_ThatCannotBe_Is400WithTheParameter(string query, string parameter)
    {
        using var answer = await _client.GetAsync($"{_image}?{query}");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.StartsWith($$"""{"error":"{{parameter}}: """, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Parameters_AreCheckedBeforeExistence()
    {
        using var answer = await _client.GetAsync("/img/NOBODY/NOBODY-1-1.jpg?max_width=x");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/img/NOBODY/NOBODY-1-1.jpg")]
    [InlineData("/img/A/..%2F..%2Fagent.uid")]
    [InlineData("/img/A/A-1-1-1")]
    [InlineData("/img/A/A-99999999999999999999-1")]
    [InlineData("/img/A/A--1")]
    public async Task Picture_ThatIsNone_Is404WithTheErrorBody(string path)
    {
        using var answer = await _client.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith("""{"error":""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Picture_OfAnotherSite_Is404ForWhoIsLimited_And401WithoutAKey()
    {
        var (_, key) = await _app.LimitedKeyAsync("limited@test.example", Roles.Viewer, await _app.AddSiteAsync("Elsewhere"));
        using var client = _app.AnonymousClient();
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(_image)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"{_image}?api_key={key}")).StatusCode);
    }

    private byte[] Gradient(int width, int height)
    {
        using var frame = new FramePool().Rent(width, height);
        frame.Data.Span.Fill(128);
        for (var i = 0; i < width * height; i++)
        {
            frame.Data.Span[i] = (byte)(40 + (((i % width) + (i / width)) * 160 / (width + height)));
        }

        return _codec.Encode(frame, 95);
    }
}
