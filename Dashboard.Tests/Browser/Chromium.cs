using System.Runtime.CompilerServices;
using Dashboard.Tests.Support;
using Microsoft.Playwright;

namespace Dashboard.Tests.Browser;

/// <summary>Journeys that share a browser. They run one after another, beside those of <see cref="BrowserPageTests"/>.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser";
}

/// <summary>Walks over pages and their fields, which share another browser: half of the time of all that is done in one.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserPageTests : ICollectionFixture<Chromium>
{
    public const string Name = "Browser pages";
}

/// <summary>The machine's Chromium, without a window; started with the first visit.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>How long anything may take, on a busy machine.</summary>
    public const float TimeoutMs = 60_000;

    private const string Program = "/usr/bin/chromium";

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    /// <summary>One person's browser, from opening to closing it. If the journey fails, the message names a picture of the page.</summary>
    /// <param name="app">The server.</param>
    /// <param name="journey">What the person does.</param>
    /// <param name="role">Somebody with this role is signed in; null: nobody is.</param>
    /// <param name="isDark">Whether the system's theme is dark.</param>
    /// <param name="width">Width of the window, in CSS pixels.</param>
    /// <param name="address">Where the browser reaches the server; null: its address.</param>
    /// <param name="name">Names the picture.</param>
    internal async Task VisitAsync(
        DashboardApp app, Func<Visit, Task> journey, string? role = null, bool isDark = false, int width = 1280, string? address = null,
        [CallerMemberName] string name = "")
    {
        address ??= app.Address;
        var browser = await StartAsync();
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            ViewportSize = new ViewportSize { Width = width, Height = 800 },
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(TimeoutMs);
        if (role is not null)
        {
            var (cookie, value) = await app.SessionCookieAsync(role);
            await context.AddCookiesAsync([new Cookie { Name = cookie, Value = value, Url = address }]);
        }

        var page = await context.NewPageAsync();
        try
        {
            await journey(new Visit(page, address));
        }
        catch (Exception exception)
        {
            throw new Xunit.Sdk.XunitException(
                $"{exception.Message}\nThe page was {page.Url}, its picture is {await PictureAsync(page, name)}\n{ErrorsOf(app)}", exception);
        }
    }

    // What the server's log has of it: a page that ran into a problem does not say into which.
    private static string ErrorsOf(DashboardApp app) =>
        string.Join('\n', app.Log.Split('\n').SkipWhile(line => !line.StartsWith("Error: ", StringComparison.Ordinal)).Take(40));

    private static async Task<string> PictureAsync(IPage page, string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "browser-failures", $"{name}.png");
        try
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
            return path;
        }
        catch (Exception exception) when (exception is PlaywrightException or TimeoutException)
        {
            return $"missing ({exception.Message})";
        }
    }

    private async Task<IBrowser> StartAsync()
    {
        Assert.SkipUnless(File.Exists(Program), $"{Program} is not installed");
        Assertions.SetDefaultExpectTimeout(TimeoutMs);
        _playwright ??= await Playwright.CreateAsync();
        return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Program,
            Args = Arguments,
            Timeout = 2 * TimeoutMs,
        });
    }
}
