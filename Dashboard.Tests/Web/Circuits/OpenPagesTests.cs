using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;
using Dashboard.Web;

namespace Dashboard.Tests.Web.Circuits;

/// <summary>
/// Many people look at the live list while flows pour in. <c>OPEN_PAGES</c> sets how many, <c>OPEN_PAGES_SECONDS</c> for how long; what that took
/// is written out, with the part of those who look, who run in the same process.
/// </summary>
[Trait("Category", "Server")]
public sealed class OpenPagesTests(ITestOutputHelper output)
{
    private const int FlowsPerSecond = 50;

    // Open lists are told once a second (LiveFlows.Interval) whatever comes; the rest is what else a page draws: its marks, its clock, its notices.
    private const int MaxRendersPerSecond = 8;

    // Twenty new rows are 12 to 17 KB, the more the fewer renders a busy machine makes of them; icons drawn into each row, or rows made anew
    // instead of filled anew, are several times as much.
    private const int MaxKilobytesPerRender = 24;

    private const string Last = "LAST1";

    private static readonly int Pages = Number("OPEN_PAGES", 4);
    private static readonly int Seconds = Number("OPEN_PAGES_SECONDS", 3);

    [Fact]
    public async Task LiveList_OpenManyTimes_ShowsWhatCameLast_AndIsDrawnAFewTimesASecond()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.CreateUserAsync("guard@test.example");
        using var browser = new AccountBrowser(app);
        await browser.SignInAsync("guard@test.example", DashboardApp.Password);
        var pages = new List<Circuit>();
        try
        {
            while (pages.Count < Pages)
            {
                pages.Add(await Circuit.OpenAsync(browser, Urls.Flows, awaited: Last));
            }

            await Eventually.TrueAsync(() => pages.TrueForAll(page => page.Renders > 1), "all pages live");
            var (renders, bytes, started) = (pages.Sum(page => page.Renders), pages.Sum(page => page.Bytes), Stopwatch.GetTimestamp());
            var processor = Environment.CpuUsage.TotalTime;
            await PushAsync(app, FlowsPerSecond * Seconds);
            await Eventually.TrueAsync(() => pages.TrueForAll(page => page.HasDrawnAwaited), "all show the flow that came last");

            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var drawn = (pages.Sum(page => page.Renders) - renders) / seconds / Pages;
            var kilobytes = (pages.Sum(page => page.Bytes) - bytes) / seconds / Pages / 1024;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{Pages} pages, {FlowsPerSecond * Seconds / seconds:0} flows a second for {seconds:0} s: "
                + $"{(Environment.CpuUsage.TotalTime - processor).TotalSeconds / seconds:0.00} cores, {Environment.WorkingSet >> 20} MB, "
                + $"{drawn:0.0} renders and {kilobytes:0} KB a second and page"));
            Assert.All(pages, page => Assert.True(page.IsAlive));
            Assert.InRange(drawn, 0, MaxRendersPerSecond);
            Assert.InRange(kilobytes / drawn, 0, MaxKilobytesPerRender);
        }
        finally
        {
            foreach (var page in pages)
            {
                await page.DisposeAsync();
            }
        }
    }

    // At their pace where the machine is fast enough, else one after the other.
    private static async Task PushAsync(DashboardApp app, int count)
    {
        using var agent = app.AnonymousClient();
        agent.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / FlowsPerSecond));
        for (var n = 1; n <= count; n++)
        {
            await pace.WaitForNextTickAsync(Cancellation);
            var plate = n == count ? Last : $"AB{1000 + n}";
            await agent.PostAsJsonAsync(
                "/push/",
                new
                {
                    data_type = "alpr_group",
                    agent_uid = "A",
                    camera_id = n % 8,
                    best_uuid = $"{Guid.NewGuid():N}",
                    best_plate_number = plate,
                    best_confidence = 91.5,
                    epoch_start = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 900,
                    epoch_end = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds(),
                },
                Cancellation).ReadAsync();
        }
    }

    private static int Number(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
