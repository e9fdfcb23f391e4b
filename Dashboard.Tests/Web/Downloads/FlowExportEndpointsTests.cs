using System.Net;
using Dashboard.Domain.Flows;
using Dashboard.Domain.Users;
using Dashboard.Flows.Export;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web.Downloads;

[Trait("Category", "Server")]
public sealed class FlowExportEndpointsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 4, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Export_OfAFilteredList_IsAFileOfItsRows()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        await app.SeedFlowsAsync([.. Enumerable.Range(0, 12).Select(n => Flow(camera, $"AB{n:00}", n)), Flow(camera, "XY1", 99)]);
        using var viewer = await app.SignInClientAsync(Roles.Viewer);

        using var csv = await viewer.GetAsync("/app/flows/export.csv?plate=ab&sort=plate&page=3", Cancellation);
        Assert.Equal("text/csv; charset=utf-8", csv.Header("Content-Type"));
        Assert.Matches("^attachment; filename=\"flows-[0-9-]+\\.csv\"$", csv.Header("Content-Disposition"));
        Assert.Equal("no-store", csv.Header("Cache-Control"));
        var rows = (await csv.ReadAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["plate", .. Enumerable.Range(0, 12).Select(n => $"AB{n:00}")], rows.Select(row => row.Split(',')[2]));

        var lines = (await viewer.GetAsync("/app/flows/export.jsonl?sort=-id", Cancellation).ReadAsync())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(13, lines.Length);
        Assert.StartsWith("""{"id":13,"camera":"Gate","plate":"XY1",""", lines[0]);
    }

    [Fact]
    public async Task Export_BySomebodyNotSignedIn_IsRefused()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.CreateUserAsync("somebody@test.example");
        using var nobody = app.AnonymousClient();
        nobody.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await nobody.GetAsync("/app/flows/export.csv", Cancellation);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("sign-in", answer.Header("Location"));
    }

    [Fact]
    public async Task Export_WithABrokenFilter_SaysWhatIsWrongInsteadOfExportingTooMuch()
    {
        await using var app = await DashboardApp.StartAsync();
        using var viewer = await app.SignInClientAsync(Roles.Viewer);
        var words = await viewer.GetAsync("/app/flows/export.csv?where=colour.eq.red", Cancellation).ReadAsync(HttpStatusCode.BadRequest);
        Assert.Contains("colour", words);
    }

    [Fact]
    public async Task Exports_MoreThanPlaces_AreToldToComeAgain()
    {
        await using var app = await DashboardApp.StartAsync();
        using var viewer = await app.SignInClientAsync(Roles.Viewer);
        var places = Enumerable.Range(0, ExportRuns.MaxConcurrent).Select(_ => app.ExportRuns.TryEnter()).ToList();

        using (var answer = await viewer.GetAsync("/app/flows/export.csv", Cancellation))
        {
            await answer.ReadAsync(HttpStatusCode.ServiceUnavailable);
            Assert.Equal("10", answer.Header("Retry-After"));
        }

        places.ForEach(place => place!.Dispose());
        await viewer.GetAsync("/app/flows/export.csv", Cancellation).ReadAsync();
    }

    [Fact]
    public async Task Run_OfSomebodyElse_IsNotTouched_AndOnesOwnIsCounted()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        await app.SeedFlowsAsync([.. Enumerable.Range(0, 5).Select(n => Flow(camera, "AB1", n))]);
        using var viewer = await app.SignInClientAsync(Roles.Viewer);
        var foreign = app.ExportRuns.Announce("somebody-else@test.example", 5);
        var own = app.ExportRuns.Announce($"{Roles.Viewer}@test.example", 5);

        await viewer.GetAsync($"/app/flows/export.csv?export={foreign.Id}", Cancellation).ReadAsync();
        await viewer.GetAsync($"/app/flows/export.csv?export={own.Id}", Cancellation).ReadAsync();

        Assert.Equal((ExportState.Waiting, 0), (foreign.State, foreign.Written));
        Assert.Equal((ExportState.Done, 5, 1.0), (own.State, own.Written, own.Share));
    }

    [Fact]
    public async Task Run_Stopped_CutsTheFileOff()
    {
        await using var app = await DashboardApp.StartAsync();
        var camera = await app.AddCameraAsync("Gate");
        await app.SeedFlowsAsync([Flow(camera, "AB1", 0)]);
        using var viewer = await app.SignInClientAsync(Roles.Viewer);
        var run = app.ExportRuns.Announce($"{Roles.Viewer}@test.example", 1);
        run.Stop();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => viewer.GetStringAsync($"/app/flows/export.csv?export={run.Id}", Cancellation));
        Assert.Equal(ExportState.Stopped, run.State);
    }

    private static Flow Flow(int camera, string plate, int second) =>
        new() { CameraId = camera, Plate = plate, CapturedAt = Noon.AddSeconds(second), Confidence = .9, LprVersion = "v" };
}
