using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

/// <summary>What is wrong with the fields of a manual capture is said before anything is done, so one server answers them all.</summary>
[Trait("Category", "Server")]
public sealed class ManualCaptureFieldTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData("{}", "camera_id is required; it is a camera's id: an integer.")]
    [InlineData("""{"camera_id":"1"}""", "camera_id must be a camera's id: an integer.")]
    [InlineData("""{"camera_id":1.0}""", "camera_id must be a camera's id: an integer.")]
    [InlineData("""{"camera_id":1,"capture_delay":3001}""", "capture_delay must be milliseconds: an integer from 0 to 3000.")]
    [InlineData("""{"camera_id":1,"capture_delay":-1}""", "capture_delay must be milliseconds: an integer from 0 to 3000.")]
    [InlineData("""{"camera_id":1,"max_retries":6}""", "max_retries must be an integer from 0 to 5.")]
    [InlineData("""{"camera_id":1,"max_retries":true}""", "max_retries must be an integer from 0 to 5.")]
    [InlineData("""{"camera_id":1,"interval_between_retries":499}""", "interval_between_retries must be milliseconds: an integer from 500 to 1500.")]
    [InlineData("""{"camera_id":1,"interval_between_retries":1501}""", "interval_between_retries must be milliseconds: an integer from 500 to 1500.")]
    public async Task Field_OutOfItsRange_IsNamedWithIt(string body, string message)
    {
        // Before the camera's state: this one is disabled.
        var camera = await app.AddCameraAsync($"Gate {Guid.NewGuid():N}", "rtsp://127.0.0.1:1/nothing", with => with with { IsEnabled = true });
        await app.DisableCameraAsync(camera);
        using var client = await app.ApiClientAsync(Roles.Operator);

        Assert.Equal(
            $$"""{"name":"Unprocessable entity","message":"{{message}}","code":0,"status":422}""",
            await client.PostAsync("/flows", HttpAssert.Json(body), Cancellation).ReadAsync(HttpStatusCode.UnprocessableEntity));
    }
}
