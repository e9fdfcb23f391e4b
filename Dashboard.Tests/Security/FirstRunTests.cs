using System.Net;
using Dashboard.Security.FirstRun;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Dashboard.Tests.Security;

/// <summary>A server where nobody has an account yet.</summary>
[Trait("Category", "Server")]
public sealed class FirstRunTests
{
    [Fact]
    public async Task Pages_BeforeTheFirstUser_LeadToSetup()
    {
        await using var server = await DashboardApp.StartAsync();
        using var browser = new AccountBrowser(server);
        foreach (var path in new[] { "/", "/app/flows", "/account/sign-in", "/account/my_account", "/app/nothing" })
        {
            using var answer = await browser.Client.GetAsync(path, Cancellation);
            Assert.Equal("/setup", AccountBrowser.LeadsTo(answer));
        }

        using var client = server.AnonymousClient();
        await client.GetAsync("/css/app.css", Cancellation).ReadAsync();
        await client.GetAsync("/flows", Cancellation).ReadAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Setup_WithTheCode_MakesTheAdministratorSignsInAndCloses()
    {
        var (server, gate) = await StartAsync();
        await using var running = server;
        using var browser = new AccountBrowser(server);
        using var done = await browser.SubmitAsync("/setup", "setup", Form(gate.Code.Text));
        Assert.Equal("/", AccountBrowser.LeadsTo(done));
        Assert.Contains("Administrator", await browser.Client.GetAsync("/account/my_account", Cancellation).ReadAsync());
        Assert.DoesNotContain("never signed in", await browser.Client.GetAsync("/app/users", Cancellation).ReadAsync());

        using var late = new AccountBrowser(server);
        using var page = await late.Client.GetAsync("/setup", Cancellation);
        Assert.Equal("/", AccountBrowser.LeadsTo(page));
        using var post = await late.PostAsync("/setup", [("_handler", "setup"), .. Form(gate.Code.Text, "late@example.com")]);
        Assert.NotEqual(HttpStatusCode.OK, post.StatusCode);
        using var noAccount = await late.SignInAsync("late@example.com", DashboardApp.Password);
        Assert.Null(AccountBrowser.LeadsTo(noAccount));
    }

    [Fact]
    public async Task Setup_ManyAtOnce_MakesOneAdministrator()
    {
        var (server, gate) = await StartAsync();
        await using var running = server;
        var browsers = Enumerable.Range(0, 5).Select(_ => new AccountBrowser(server)).ToList();

        // All have the page open before the first one sends it: whoever opens it later is led away.
        var tokens = await Task.WhenAll(browsers.Select(async browser => AccountBrowser.Token(await browser.Client.GetAsync("/setup").ReadAsync())));
        var answers = await Task.WhenAll(browsers.Zip(tokens).Select((pair, i) => pair.First.PostAsync(
            "/setup",
            [("_handler", "setup"), ("__RequestVerificationToken", pair.Second), .. Form(gate.Code.Text, $"admin{i}@example.com")])));
        Assert.Single(browsers, browser => browser.Cookies.GetAllCookies()["Dashboard.Session"] is not null);
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect));
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task Setup_WrongCode_IsSaidAndAfterTenHasToWait()
    {
        var (server, gate) = await StartAsync();
        await using var running = server;
        using var browser = new AccountBrowser(server);
        for (var i = 0; i < FirstRunGate.PerAddress.MaxFailures; i++)
        {
            Assert.Contains("This is not the code", await browser.SubmitAsync("/setup", "setup", Form("AAAAA-AAAAA")).ReadAsync());
        }

        Assert.Contains("Too many wrong codes; try again in 5 min", await browser.SubmitAsync("/setup", "setup", Form(gate.Code.Text)).ReadAsync());
    }

    [Fact]
    public async Task Setup_PoorInput_IsSaidAndTheCodeStaysGood()
    {
        var (server, gate) = await StartAsync();
        await using var running = server;
        using var browser = new AccountBrowser(server);
        var code = gate.Code.Text;
        async Task<string> SayAsync(string email, string password, string repeated) => await browser
            .SubmitAsync("/setup", "setup", ("Form.Code", code), ("Form.Email", email), ("Form.Password", password), ("Form.Repeated", repeated))
                .ReadAsync();

        Assert.Contains("The passwords do not match", await SayAsync("a@example.com", "long enough 1", "long enough 2"));
        Assert.Contains("needs at least 10", await SayAsync("a@example.com", "short", "short"));
        Assert.Contains("not an e-mail address", await SayAsync("a", "long enough 1", "long enough 1"));
        using var done = await browser.SubmitAsync("/setup", "setup", Form(code));
        Assert.Equal("/", AccountBrowser.LeadsTo(done));
    }

    [Fact]
    public async Task AdminSettings_MakeTheFirstAdministratorOnly()
    {
        await using var server = await DashboardApp.StartAsync("--Admin:Email=admin@example.com", "--Admin:Password=long enough 1");
        using var browser = new AccountBrowser(server);
        using var setup = await browser.Client.GetAsync("/setup", Cancellation);
        Assert.Equal("/", AccountBrowser.LeadsTo(setup));
        using var signedIn = await browser.SignInAsync("admin@example.com", "long enough 1");
        Assert.Equal("/", AccountBrowser.LeadsTo(signedIn));
        await browser.Client.GetAsync("/app/users", Cancellation).ReadAsync();
        Assert.DoesNotContain("long enough 1", server.Log);
    }

    [Fact]
    public async Task AdminSettings_WithAPasswordThatIsTriedFirst_AreTakenWithAWarning()
    {
        await using var server = await DashboardApp.StartAsync("--Admin:Email=admin@example.com", "--Admin:Password=Password123!");
        using var browser = new AccountBrowser(server);
        using var signedIn = await browser.SignInAsync("admin@example.com", "Password123!");
        Assert.Equal("/", AccountBrowser.LeadsTo(signedIn));
        Assert.Contains("Admin:Password: This password is among the first", server.Log);
        Assert.DoesNotContain("Password123!", server.Log);
    }

    private static (string Name, string Value)[] Form(string code, string email = "admin@example.com") =>
        [("Form.Code", code), ("Form.Email", email), ("Form.Password", DashboardApp.Password), ("Form.Repeated", DashboardApp.Password)];

    // The code is nowhere but on the console and in memory.
    /// <summary>At the start the database waits for locks; whoever asks later does not, and a start would fail for one.</summary>
    [Fact]
    public async Task Gate_ThatWasClosedByTheStart_AsksNobodyAgain()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        db.Users.Add(new User { UserName = "a@example.com", Email = "a@example.com", IsEnabled = true });
        await db.SaveChangesAsync(Cancellation);
        var gate = new FirstRunGate(null!, null!);
        await gate.RunAsync(db, Cancellation);
        Assert.False(await gate.IsOpenAsync(Cancellation));
    }

    private static async Task<(DashboardApp Server, FirstRunGate Gate)> StartAsync()
    {
        FirstRunGate? gate = null;
        var server = await DashboardApp.StartAsync(null, builder => builder.Services.AddSingleton<IHostedService>(services =>
        {
            gate = services.GetRequiredService<FirstRunGate>();
            return new Idle();
        }));
        return (server, gate!);
    }

    private sealed class Idle : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
