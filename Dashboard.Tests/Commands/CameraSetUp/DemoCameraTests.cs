using Dashboard.Cameras;
using Dashboard.Commands.CameraSetUp;
using Dashboard.Domain.Users;
using Dashboard.Storage.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Commands.CameraSetUp;

public sealed class DemoCameraTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public async Task DemoCamera_IsAddedOnce_AndSetRightWhereItWasChanged()
    {
        await using var app = DashboardServer.Build([$"--DataDirectory={_folder}"]);
        await app.Services.GetRequiredService<DatabaseStartup>().PrepareAsync(CancellationToken.None);
        var cameras = app.Services.GetRequiredService<CameraStore>();

        Assert.Contains("added", await DemoCamera.EnsureAsync(cameras, CancellationToken.None));
        Assert.Contains("already", await DemoCamera.EnsureAsync(cameras, CancellationToken.None));
        var camera = Assert.Single(await cameras.ListAsync(SiteScope.Unrestricted, Cancellation));
        Assert.True(File.Exists(camera.Source), camera.Source);

        (await cameras.UpdateAsync(
            camera with { Source = "/elsewhere/demo/street.mp4", IsEnabled = false, AnalysisRate = 5 }, Cancellation)).EnsureDone();
        Assert.Contains("again", await DemoCamera.EnsureAsync(cameras, CancellationToken.None));
        Assert.Equal(camera with { AnalysisRate = 5 }, Assert.Single(await cameras.ListAsync(SiteScope.Unrestricted, Cancellation)));
    }

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
