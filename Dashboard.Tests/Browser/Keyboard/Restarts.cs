using Dashboard.Domain.Users;
using Dashboard.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser.Keyboard;

/// <summary>A server that is restarted while somebody is in the middle of something.</summary>
internal static class Restarts
{
    /// <summary>What the page says where all that was typed is there again.</summary>
    public const string All = "What you had typed is here again";

    /// <summary>What it says where a part may not be.</summary>
    public const string Some = "some of it may be missing";

    /// <summary>Does something before a restart of the server, and something after it.</summary>
    /// <param name="told">What the page says as it is back; null: it is not waited for.</param>
    public static async Task RestartAsync(
        this Chromium chromium, Func<DashboardApp, Visit, Task> before, Func<Visit, Task> after, string? told = All)
    {
        await using var app = await DashboardApp.StartAsync();
        await chromium.VisitAsync(app, role: Roles.Administrator, journey: async visit =>
        {
            await before(app, visit);
            var loaded = new TaskCompletionSource();
            visit.Page.Load += (_, _) => loaded.TrySetResult();

            // The network is away with it: a page that is told that this is back does not wait for its next attempt, seconds later.
            await visit.Page.Context.SetOfflineAsync(true);
            await app.StopAsync();
            await using var restarted = await DashboardApp.StartAsync($"--urls={app.Address}", $"--DataDirectory={app.DataDirectory}");
            await visit.Page.Context.SetOfflineAsync(false);
            await loaded.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await visit.ReadyAsync();
            if (told is not null)
            {
                await Expect(visit.Page.GetByText(told)).ToBeVisibleAsync();
            }

            await after(visit);
        });
    }
}
