using System.Collections.Concurrent;
using Dashboard.Web;
using Deque.AxeCore.Commons;
using Dashboard.Tests.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.Tests.Browser;

/// <summary>
/// What a person does in the browser, and what the browser did meanwhile. Things are found as a person finds them: by what they are and say.
/// </summary>
internal sealed class Visit
{
    // They are forms that work without a live connection.
    private static readonly string[] PlainPages = [Urls.Setup, Urls.SignIn, Urls.TwoFactor, Urls.Invitation];

    private const int Roots = 2;

    // An event of an element that the server was just taking away, such as the focus that leaves a page with it. What a handler throws is another
    // matter: it ends the circuit, or the page says that it ran into a problem.
    private const string LostEvent = "exception invoking 'DispatchEventAsync'";

    // To describe what keeps to the rules, which is most of a page, takes most of the time.
    private const string LookForFaults = """
        async rules => {
            const only = rules.length > 0 ? { runOnly: { type: 'rule', values: rules } } : {};
            const { violations } = await axe.run(document, { resultTypes: ['violations'], ...only });
            const describe = node => `${node.html} (${[...node.any, ...node.all, ...node.none][0]?.message})`;
            return violations
                .filter(fault => ['serious', 'critical'].includes(fault.impact))
                .map(fault => `${fault.id}: ${fault.help}: ${fault.nodes.slice(0, 3).map(describe).join(' | ')}`);
        }
        """;

    private static readonly BundledAxeScriptProvider AxeScript = new();

    private readonly ConcurrentQueue<string> _strangers = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private volatile TaskCompletionSource _alive = new();
    private int _rendered;

    public Visit(IPage page, string address)
    {
        var authority = new Uri(address).Authority;
        void Note(string url)
        {
            var asked = new Uri(url);
            if (asked.Scheme is not ("data" or "blob") && asked.Authority != authority)
            {
                _strangers.Enqueue(url);
            }
        }

        Page = page;
        WatchLife();
        page.Request += (_, request) => Note(request.Url);
        page.WebSocket += (_, socket) => Note(socket.Url);
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.Contains(LostEvent, StringComparison.Ordinal))
            {
                _errors.Enqueue($"{message.Text} ({message.Location})");
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Addresses of other servers that the browser asked for something.</summary>
    public IReadOnlyCollection<string> Strangers => _strangers;

    /// <summary>Errors of scripts and of loading.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Page.GetByLabel(label, new() { Exact = true });

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>Opens a page and waits until it answers to the mouse.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await ReadyAsync();
    }

    /// <summary>Loads the page again and waits until it is connected to the server.</summary>
    public async Task ReloadAsync()
    {
        await Page.ReloadAsync();
        await ReadyAsync();
    }

    /// <summary>Waits for a page: for its heading, and, where it is a live page, until it is connected to the server.</summary>
    public async Task ArriveAsync(string path, string heading)
    {
        await Expect(Page).ToHaveURLAsync(path);
        await Expect(Heading(heading)).ToBeVisibleAsync();
        await ReadyAsync();
    }

    /// <summary>Follows a link of the side bar.</summary>
    public async Task OpenAsync(string page)
    {
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages", Exact = true })
            .GetByRole(AriaRole.Link, new() { Name = page, Exact = true })
            .ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = page, Exact = true, Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>Waits until a picture is there, pixels and all.</summary>
    public static async Task LoadedAsync(ILocator picture)
    {
        await picture.ScrollIntoViewIfNeededAsync();
        await Expect(picture).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await Expect(picture).ToHaveJSPropertyAsync("complete", true);
    }

    /// <summary>The page as it stands has no serious fault for people with disabilities, and does not scroll sideways.</summary>
    /// <param name="rules">Rules of axe; none: all.</param>
    public async Task FaultlessAsync(params string[] rules)
    {
        Assert.InRange(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, Page.ViewportSize!.Width);
        Assert.Empty(await AccessFaultsAsync(rules));
    }

    /// <summary>What axe finds that is serious or critical, each in a line.</summary>
    /// <param name="rules">Rules of axe; none: all.</param>
    public async Task<IReadOnlyList<string>> AccessFaultsAsync(params string[] rules)
    {
        // Its script is half a megabyte: it comes once to a page, and works there, where the package's own way brings it four times for each look.
        if (!await Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await Page.EvaluateAsync(AxeScript.GetScript());
        }

        return await Page.EvaluateAsync<string[]>(LookForFaults, rules);
    }

    /// <summary>Waits until an expression is true. Playwright's own waiting asks by what the pages' content security policy forbids.</summary>
    public Task HoldsAsync(string expression) => Eventually.TrueAsync(() => Page.EvaluateAsync<bool>(expression), expression);

    /// <summary>Chooses a file in the one field for files, once the page has learnt to send it: what is chosen before is lost.</summary>
    public async Task ChooseFileAsync(FilePayload file)
    {
        await HoldsAsync("document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined");
        await Page.Locator("input[type=file]").SetInputFilesAsync(file);
    }

    /// <summary>Numbers of the flows in the list, from top to bottom. Also where a dialog covers the list.</summary>
    public async Task<string[]> FlowNumbersAsync() =>
        await Page.Locator("tr[data-flow]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.flow)");

    // A live page is first sent as it is and then brought to life over a web socket; what is clicked before is lost. It lives once the
    // browser has said that it drew both of its roots (App.razor): the head comes first, and typing before the second is lost as well.
    /// <summary>Waits until the page is connected to the server, where it is a live page.</summary>
    public async Task ReadyAsync()
    {
        if (!PlainPages.Contains(new Uri(Page.Url).AbsolutePath))
        {
            await _alive.Task.WaitAsync(TimeSpan.FromMilliseconds(Chromium.TimeoutMs));
        }
    }

    private void WatchLife()
    {
        Page.Response += (_, response) =>
        {
            if (response.Request.IsNavigationRequest)
            {
                _rendered = 0;
                _alive = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        };
        Page.WebSocket += (_, socket) => socket.FrameSent += (_, frame) =>
        {
            if (frame.Binary is { } bytes && Interlocked.Add(ref _rendered, bytes.AsSpan().Count("OnRenderCompleted"u8)) >= Roots)
            {
                _alive.TrySetResult();
            }
        };
    }
}
