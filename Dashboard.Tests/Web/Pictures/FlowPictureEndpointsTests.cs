using System.Net;
using System.Net.Http.Headers;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Imaging;
using Dashboard.Pipeline;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web.Pictures;

[Trait("Category", "Server")]
public sealed class FlowPictureEndpointsTests(DashboardApp server) : IClassFixture<DashboardApp>
{
    private static readonly PictureCodec Codec = new(new FramePool());

    [Fact]
    public async Task Picture_ForAViewer_IsTheStoredOneAndAskedForAgainOnlyOnce()
    {
        var flow = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var first = await viewer.GetAsync($"/app/flows/{flow.Id}/picture.jpg", Cancellation);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal("image/jpeg", first.Content.Headers.ContentType?.MediaType);
        Assert.True(first.Headers.CacheControl is { Private: true, NoCache: true });
        using var frame = Codec.Decode(await first.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal((320, 180), (frame.Width, frame.Height));

        using var again = new HttpRequestMessage(HttpMethod.Get, $"/app/flows/{flow.Id}/picture.jpg");
        again.Headers.IfNoneMatch.Add(new EntityTagHeaderValue(first.Headers.ETag!.Tag));
        using var second = await viewer.SendAsync(again, Cancellation);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Picture_Narrower_IsShrunkUnderATagOfItsOwn()
    {
        var flow = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var whole = await viewer.GetAsync($"/app/flows/{flow.Id}/picture.jpg", Cancellation);
        using var small = await viewer.GetAsync($"/app/flows/{flow.Id}/picture.jpg?w=100", Cancellation);
        using var frame = Codec.Decode(await small.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.InRange(frame.Width, 1, 100);
        Assert.NotEqual(whole.Headers.ETag, small.Headers.ETag);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("wide")]
    [InlineData("100000")]
    public async Task Picture_OfAnImpossibleWidth_SaysWhatIsAllowed(string width)
    {
        var flow = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var answer = await viewer.GetAsync($"/app/flows/{flow.Id}/picture.jpg?w={width}", Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("16 to 4096", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Plate_OfAFlow_IsCutFromItsPicture()
    {
        var flow = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var answer = await viewer.GetAsync($"/app/flows/{flow.Id}/plate.jpg", Cancellation);
        using var frame = Codec.Decode(await answer.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.InRange((double)frame.Width / frame.Height, 2, 5); // The plate is 100 x 30, the picture 320 x 180.
    }

    [Fact]
    public async Task View_OfAFlowWithoutThatMany_IsNotThere()
    {
        var flow = await StoreAsync();
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var answer = await viewer.GetAsync($"/app/flows/{flow.Id}/views/1.jpg", Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("/app/flows/999999/picture.jpg")]
    [InlineData("/app/flows/999999/plate.jpg")]
    [InlineData("/app/flows/..%2F..%2Fdashboard.db/picture.jpg")]
    public async Task Picture_ThatIsNotThere_IsNotFound(string path)
    {
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var answer = await viewer.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Picture_RemovedMeanwhile_IsNotFoundAlsoForWhoHasItsTag()
    {
        var flow = await StoreAsync(hasPicture: false);
        using var viewer = await server.SignInClientAsync(Roles.Viewer);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/app/flows/{flow.Id}/picture.jpg");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue($"\"{flow.Uuid:N}-w\""));
        using var answer = await viewer.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Pictures_WithoutSigningIn_AreNotShown()
    {
        var flow = await StoreAsync();
        using var nobody = server.AnonymousClient();
        foreach (var name in new[] { "picture.jpg", "picture.jpg?w=100", "plate.jpg", "views/1.jpg" })
        {
            using var answer = await nobody.GetAsync($"/app/flows/{flow.Id}/{name}", Cancellation);
            Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        }
    }

    private async Task<Flow> StoreAsync(bool hasPicture = true)
    {
        var camera = await server.AddCameraAsync($"Gate {Guid.NewGuid():N}");
        var flow = new Flow
        {
            Uuid = Guid.NewGuid(),
            CameraId = camera,
            Plate = "AB12",
            Confidence = .9,
            CapturedAt = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Corners = "100,100,200,100,200,130,100,130",
        };
        using var frame = new FramePool().Rent(320, 180);
        frame.Data.Span.Fill(128);
        await server.StorePictureAsync(flow, Codec.Encode(frame));
        (flow.HasPicture, flow.PictureWidth, flow.PictureHeight) = (hasPicture, 320, 180);
        await server.SeedFlowsAsync(flow);
        return flow;
    }
}
