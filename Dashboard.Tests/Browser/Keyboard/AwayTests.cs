using System.Collections.Concurrent;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using Dashboard.Web;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>Pages that stay open while the server is away.</summary>
[Collection(BrowserTests.Name)]
[Trait("Category", "Browser")]
public sealed class AwayTests(Chromium chromium)
{
    /// <summary>Each question that nobody answers is a line in the browser's console.</summary>
    [Fact]
    public async Task Page_AsksForNothingButWhetherTheServerIsBack_AndGoesOnThen()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.AddCameraAsync("Gate", with: camera => camera with { IsEnabled = true });
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await visit.Page.RunAndWaitForRequestAsync(() => visit.GoAsync(Urls.Live), request => IsStream(request.Url));
            var (asked, loaded) = (new ConcurrentQueue<string>(), new TaskCompletionSource());
            visit.Page.Load += (_, _) => loaded.TrySetResult();
            await app.StopAsync();
            visit.Page.Request += (_, request) => asked.Enqueue($"{request.Method} {new Uri(request.Url).PathAndQuery}");
            await Expect(visit.Page.GetByText("Connection lost. Reconnecting")).ToBeVisibleAsync();
            await Eventually.TrueAsync(() => asked.Count >= 2, "it is asked again");

            // One that still answered as it went is connected to, at the same intervals.
            Assert.All(asked, one => Assert.True(
                one == "HEAD /icons/favicon.svg" || one.StartsWith("POST /_blazor/negotiate", StringComparison.Ordinal), one));

            await using var restarted = await DashboardApp.StartAsync($"--urls={app.Address}", $"--DataDirectory={app.DataDirectory}");
            await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await visit.ReadyAsync();
            await Eventually.TrueAsync(() => asked.Any(IsStream), "pictures are asked for again");
        });
    }

    private static bool IsStream(string address) => address.Contains("&w=", StringComparison.Ordinal);
}
