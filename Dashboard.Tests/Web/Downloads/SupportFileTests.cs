using Dashboard.Tests.Retention;
using Dashboard.Tests.Support;
using Dashboard.Web;

namespace Dashboard.Tests.Web.Downloads;

/// <summary>The file for support tells what runs, and nothing of anybody.</summary>
[Trait("Category", "Server")]
public sealed class SupportFileTests
{
    [Fact]
    public async Task File_NamesVersionsSettingsAndNumbers_ButNothingSecretOrPersonal()
    {
        await using var app = await DashboardApp.StartAsync(
            "--Email:Host=mail.planted.example", "--Email:From=planted@example.org", "--Email:User=planted", "--Email:Password=pl4nted",
            "--Retention:FlowDays=77");
        var camera = await app.AddCameraAsync(
            "Smith's \"gate\"", "rtsp://planted:s3cret@192.0.2.9/stream", added => added with { IsEnabled = true });
        await app.SeedFlowsAsync(RetentionBench.At(camera, 1, "PLANTED1"));
        using var administrator = await app.SignInClientAsync();
        var text = await administrator.GetAsync(Urls.Support, Cancellation).ReadAsync();

        Assert.Contains("Plate Dashboard: ", text);
        Assert.Contains("Retention:FlowDays: 77", text);
        Assert.Contains("Email:Password: (set)", text);
        Assert.Contains("plates_camera_up{camera=\"\",id=\"1\"} ", text);
        Assert.Contains("plates_database_up 1", text);
        foreach (var planted in new[] { "planted", "pl4nted", "s3cret", "192.0.2.9", "Smith", "@example" })
        {
            Assert.DoesNotContain(planted, text, StringComparison.OrdinalIgnoreCase);
        }
    }
}
