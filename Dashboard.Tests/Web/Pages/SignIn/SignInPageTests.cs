using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web.Pages.SignIn;

/// <summary>Signing in and out with a browser.</summary>
[Trait("Category", "Server")]
public sealed class SignInPageTests(DashboardApp server) : IClassFixture<DashboardApp>, IAsyncLifetime
{
    private readonly string _email = $"{Guid.NewGuid():N}@example.com";

    private int _user;

    public async ValueTask InitializeAsync() => _user = await server.CreateUserAsync(_email, Roles.Operator);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Page_WithoutSession_LeadsToSignInAndBack()
    {
        using var browser = new AccountBrowser(server);
        using var page = await browser.Client.GetAsync("/app/flows?plate=abc", Cancellation);
        Assert.Equal("/account/sign-in?returnUrl=%2Fapp%2Fflows%3Fplate%3Dabc", AccountBrowser.LeadsTo(page));

        using var signedIn = await browser.SignInAsync(_email, DashboardApp.Password, AccountBrowser.LeadsTo(page)!);
        Assert.Equal("/app/flows?plate=abc", AccountBrowser.LeadsTo(signedIn));
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), c => c.StartsWith("Dashboard.Session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=lax", cookie);
        Assert.DoesNotContain("expires", cookie);
        await browser.Client.GetAsync("/account/my_account", Cancellation).ReadAsync();
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task SignIn_ReturnAddressElsewhere_LeadsToTheOverview(string returnUrl)
    {
        using var browser = new AccountBrowser(server);
        using var answer = await browser.SignInAsync(_email, DashboardApp.Password, $"/account/sign-in?returnUrl={Uri.EscapeDataString(returnUrl)}");
        Assert.Equal("/", AccountBrowser.LeadsTo(answer));
        Assert.Equal(
            server.Address, answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.GetLeftPart(UriPartial.Authority) : server.Address);
    }

    [Fact]
    public async Task SignIn_WrongPassword_SaysNothingAboutTheAccount()
    {
        using var browser = new AccountBrowser(server);
        var known = await browser.SignInAsync(_email, "wrong password").ReadAsync();
        var unknown = await browser.SignInAsync("nobody@example.com", "wrong password").ReadAsync();
        Assert.Contains("The e-mail address or password is wrong", known);
        Assert.Contains("The e-mail address or password is wrong", unknown);
        Assert.DoesNotContain("wrong password\"", known);
    }

    [Fact]
    public async Task SignIn_AfterFiveWrongPasswords_IsRefusedAlsoWithTheRightOne()
    {
        using var browser = new AccountBrowser(server);
        await browser.Client.GetAsync("/account/sign-in", Cancellation).ReadAsync(); // Sets the one cookie that all five forms' tokens go with.
        var wrong = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.SignInAsync(_email, "wrong password")));
        Assert.All(wrong, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        await browser.SignInAsync(_email, DashboardApp.Password).ReadAsync();
        Assert.Null(browser.Cookies.GetAllCookies()["Dashboard.Session"]);
    }

    [Fact]
    public async Task SignIn_WithoutAntiforgeryToken_Is400()
    {
        using var browser = new AccountBrowser(server);
        await browser.PostAsync("/account/sign-in", ("_handler", "sign-in"), ("Form.Email", _email), ("Form.Password", DashboardApp.Password))
            .ReadAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task SignOut_NeedsTheTokenAndThenEndsTheSession()
    {
        using var browser = new AccountBrowser(server);
        using var signedIn = await browser.SignInAsync(_email, DashboardApp.Password);
        var page = await browser.Client.GetAsync("/account/my_account", Cancellation).ReadAsync();

        await browser.PostAsync("/account/sign-out").ReadAsync(HttpStatusCode.BadRequest);
        await browser.Client.GetAsync("/account/my_account", Cancellation).ReadAsync();

        using var signedOut = await browser.PostAsync("/account/sign-out", ("__RequestVerificationToken", AccountBrowser.Token(page)));
        Assert.Equal("/account/sign-in", AccountBrowser.LeadsTo(signedOut));
        await browser.Client.GetAsync("/account/my_account", Cancellation).ReadAsync(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Session_OfAUserWhoWasDisabled_HasEnded()
    {
        using var browser = new AccountBrowser(server);
        using var signedIn = await browser.SignInAsync(_email, DashboardApp.Password);
        await browser.Client.GetAsync("/account/my_account", Cancellation).ReadAsync();

        await server.DisableUserAsync(_user);
        using var page = await browser.Client.GetAsync("/account/my_account", Cancellation);
        Assert.StartsWith("/account/sign-in", AccountBrowser.LeadsTo(page));
        Assert.Null(browser.Cookies.GetAllCookies()["Dashboard.Session"]);
    }

    [Theory]
    [InlineData(Roles.Viewer, HttpStatusCode.Redirect)]
    [InlineData(Roles.Operator, HttpStatusCode.Redirect)]
    [InlineData(Roles.Administrator, HttpStatusCode.OK)]
    public async Task UsersPage_IsForAdministrators(string role, HttpStatusCode expected)
    {
        using var client = await server.SignInClientAsync(role);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var answer = await client.GetAsync("/app/users", Cancellation);
        await answer.ReadAsync(expected);
        Assert.Equal(expected == HttpStatusCode.OK ? null : "/account/denied?returnUrl=%2Fapp%2Fusers&role=Administrator", AccountBrowser.LeadsTo(answer));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app/cameras")]
    [InlineData("/app/flows")]
    [InlineData("/app/users")]
    [InlineData("/app/nothing/here")]
    [InlineData("/app/flows/1/picture.jpg")]
    [InlineData("/account/my_account")]
    [InlineData("/account/denied")]
    public async Task Everything_WithoutSession_LeadsToSignIn(string path)
    {
        using var browser = new AccountBrowser(server);
        using var answer = await browser.Client.GetAsync(path, Cancellation);
        Assert.StartsWith("/account/sign-in", AccountBrowser.LeadsTo(answer));
    }

    [Theory]
    [InlineData("/_blazor/negotiate", "POST")]
    [InlineData("/flows", "GET")]
    [InlineData("/cameras", "GET")]
    [InlineData("/flows/search", "POST")]
    public async Task Programs_WithoutCredentials_Get401(string path, string method)
    {
        using var client = server.AnonymousClient();
        using var answer = await client.SendAsync(new HttpRequestMessage(new(method), path), Cancellation);
        await answer.ReadAsync(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/css/app.css")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Assets_AreOpen(string path)
    {
        using var client = server.AnonymousClient();
        await client.GetAsync(path, Cancellation).ReadAsync();
    }

    [Fact]
    public async Task Api_TakesNoCookieAndPagesTakeNoToken()
    {
        using var session = await server.SignInClientAsync();
        await session.GetAsync("/flows", Cancellation).ReadAsync(HttpStatusCode.Unauthorized);
        using var token = await server.ApiClientAsync(Roles.Administrator);
        await token.GetAsync("/app/users", Cancellation).ReadAsync(HttpStatusCode.Unauthorized);
    }
}
