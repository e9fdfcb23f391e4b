using System.Net;
using System.Text.Json;
using Dashboard.Domain.Recognition;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

[Trait("Category", "Server")]
public sealed class FlowGetTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task Get_FlowWithPicture_IsTheRowAndBothPictures()
    {
        var flow = TestFlows.Make(await app.AddCameraAsync("gate 1"));
        flow.Corners = PlateCorners.FromBox(8, 8, 32, 16).ToText();
        var picture = await app.StorePictureAsync(flow);
        var id = (await app.SeedFlowsAsync(flow))[0];
        using var client = await app.ApiClientAsync();

        using var answer = await client.GetAsync($"/flows/{id}", Cancellation);

        var body = await answer.ReadAsync();
        Assert.Equal("application/json; charset=UTF-8", answer.Header("Content-Type"));
        Assert.StartsWith(
            $$"""{"id":{{id}},"camera":"gate 1","plate":"aaa1a11","score":0.952351,"timestamp":"2025-02-08 22:52:46","trigger_mode":"auto","lpr_version":"1.8.0","image":"{{Convert.ToBase64String(picture)}}","plate_image":"/9j/""",
            body);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(9, json.RootElement.EnumerateObject().Count());
        Assert.Equal([0xFF, 0xD8], json.RootElement.GetProperty("plate_image").GetBytesFromBase64()[..2]);
    }

    [Fact]
    public async Task Get_FlowWithoutPlate_HasNoPlatePicture()
    {
        var flow = TestFlows.Make(await app.AddCameraAsync("gate 2"), plate: "");
        var picture = await app.StorePictureAsync(flow);
        await AssertPicturesAsync((await app.SeedFlowsAsync(flow))[0], $"\"{Convert.ToBase64String(picture)}\"");
    }

    [Fact]
    public async Task Get_FlowWhosePictureIsGone_HasNeither()
    {
        var removed = TestFlows.Make(await app.AddCameraAsync("gate 3"));
        removed.Corners = PlateCorners.FromBox(8, 8, 32, 16).ToText();
        await app.StorePictureAsync(removed);
        var ids = await app.SeedFlowsAsync(removed, TestFlows.Make(removed.CameraId));
        app.RemovePicture(removed);

        await AssertPicturesAsync(ids[0], "null");
        await AssertPicturesAsync(ids[1], "null");
    }

    [Fact]
    public async Task Get_FlowWhosePictureIsDamaged_IsStillAnswered()
    {
        var flow = TestFlows.Make(await app.AddCameraAsync("gate 4"));
        flow.Corners = PlateCorners.FromBox(8, 8, 32, 16).ToText();
        await app.StorePictureAsync(flow, [1, 2, 3]);
        await AssertPicturesAsync((await app.SeedFlowsAsync(flow))[0], "\"AQID\"");
    }

    [Fact]
    public async Task Get_FlowOfADeletedCamera_KeepsItsName()
    {
        var camera = await app.AddCameraAsync("gate 5");
        var id = (await app.SeedFlowsAsync(TestFlows.Make(camera)))[0];
        await app.DeleteCameraAsync(camera);
        using var client = await app.ApiClientAsync();

        Assert.Contains("\"camera\":\"gate 5\"", await client.GetAsync($"/flows/{id}", Cancellation).ReadAsync());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("123456789")]
    [InlineData("abc")]
    [InlineData("1.0")]
    [InlineData("+1")]
    [InlineData("%201")]
    [InlineData("99999999999999999999")]
    public async Task Get_IdThatIsNone_Is404(string id)
    {
        using var client = await app.ApiClientAsync();

        Assert.Equal(
            """{"name":"Not Found","message":"There is no flow with this id.","code":0,"status":404}""",
            await client.GetAsync($"/flows/{id}", Cancellation).ReadAsync(HttpStatusCode.NotFound));
    }

    private async Task AssertPicturesAsync(long id, string image)
    {
        using var client = await app.ApiClientAsync();
        Assert.EndsWith($"\"image\":{image},\"plate_image\":null}}", await client.GetAsync($"/flows/{id}").ReadAsync());
    }
}
