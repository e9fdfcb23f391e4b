using System.Net;
using Dashboard.Domain.Cameras;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

[Trait("Category", "Server")]
public sealed class CameraTests
{
    [Fact]
    public async Task Cameras_AreTheDocumentedText_WithoutPasswords()
    {
        await using var app = await DashboardApp.StartAsync("--TimeZone=America/Sao_Paulo");
        using var client = await app.ApiClientAsync();
        Assert.Equal("[]", await client.GetAsync("/cameras", Cancellation).ReadAsync());

        var seen = new DateTimeOffset(2024, 10, 20, 19, 30, 6, 900, TimeSpan.Zero);
        await app.AddCameraAsync("camera_1", "/path/to/video.mp4", camera => camera with { KeepAlive = seen });
        await app.AddCameraAsync(
            "Süd/2", "rtsp://user:hush@cam.example:554/live?channel=1&pwd=hush", camera => camera with { CaptureMode = CaptureMode.Manual });
        await app.DeleteCameraAsync(await app.AddCameraAsync("gone"));
        await app.AddCameraAsync("camera_4", with: camera => camera with { CaptureMode = CaptureMode.Auto });

        using var answer = await client.GetAsync("/cameras", Cancellation);
        Assert.Equal(
            """[{"id":1,"alias":"camera_1","rtsp":"/path/to/video.mp4","keep_alive":"2024-10-20 16:30:06","capture_mode":"both"},"""
            + """{"id":2,"alias":"Süd/2","rtsp":"rtsp://cam.example:554","keep_alive":null,"capture_mode":"manual"},"""
            + """{"id":4,"alias":"camera_4","rtsp":"rtsp://camera.example","keep_alive":null,"capture_mode":"auto"}]""",
            await answer.ReadAsync());
        Assert.Equal("application/json; charset=UTF-8", answer.Header("Content-Type"));
        Assert.Equal(
            """{"id":1,"alias":"camera_1","rtsp":"/path/to/video.mp4","keep_alive":"2024-10-20 16:30:06","capture_mode":"both"}""",
            await client.GetAsync("/cameras/1", Cancellation).ReadAsync());

        using var administrator = await app.ApiClientAsync(Roles.Administrator);
        Assert.Contains(
            "\"rtsp://user:***@cam.example:554/live?channel=1&pwd=***\"", await administrator.GetAsync("/cameras/2", Cancellation).ReadAsync());

        foreach (var id in new[] { "3", "0", "5", "abc", "99999999999999999999" })
        {
            Assert.Equal(
                """{"name":"Not Found","message":"There is no camera with this id.","code":0,"status":404}""",
                await client.GetAsync($"/cameras/{id}", Cancellation).ReadAsync(HttpStatusCode.NotFound));
        }
    }
}
