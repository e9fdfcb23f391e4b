using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Security.Passkeys;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>Adding a passkey, as the card's script does.</summary>
[Trait("Category", "Server")]
public sealed class PasskeyRegistrationTests(DashboardApp server) : IClassFixture<DashboardApp>, IAsyncLifetime
{
    private readonly string _email = $"{Guid.NewGuid():N}@example.com";
    private PasskeyBrowser _browser = null!;
    private string _token = "";
    private int _user;

    public async ValueTask InitializeAsync()
    {
        _user = await server.CreateUserAsync(_email, Roles.Viewer);
        _browser = new(server);
        await _browser.EnterAsync(_email);
        _token = await _browser.TokenAsync(Urls.MyAccount);
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task WrongPassword_BeginsNothing_AndCounts()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var refusal = await _browser.CreateAsync(_token, "Phone", "wrong password").ReadAsync(HttpStatusCode.BadRequest);
            Assert.Contains("\"field\":\"password\"", refusal);
        }

        Assert.DoesNotContain(_browser.Account.Cookies.GetAllCookies(), cookie => cookie.Name == "Dashboard.Passkey");
        await _browser.CreateAsync(_token, "Phone", DashboardApp.Password).ReadAsync(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Options_AskForAPasskeyThatIsBothFactors_AndLeaveOutWhatIsThere()
    {
        using var answer = await _browser.CreateAsync(_token, "Phone", DashboardApp.Password);
        var options = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains("\"userVerification\":\"required\"", options);
        Assert.Contains("\"residentKey\":\"required\"", options);
        Assert.Contains("\"id\":\"localhost\"", options);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith("Dashboard.Passkey=", cookie);
        Assert.Contains("httponly", cookie);
        Assert.Contains("samesite=strict", cookie);

        Assert.Equal(HttpStatusCode.NoContent, (await _browser.StoreAsync(_token, "Phone", _browser.Authenticator.Make(options))).StatusCode);
        var again = await _browser.CreateAsync(_token, "Other", DashboardApp.Password).ReadAsync();
        Assert.Contains(System.Buffers.Text.Base64Url.EncodeToString(_browser.Authenticator.Id), again);
        Assert.Contains(
            "not accepted", await _browser.StoreAsync(_token, "Other", _browser.Authenticator.Make(again)).ReadAsync(HttpStatusCode.BadRequest));
        Assert.Contains(
            "\"field\":\"name\"", await _browser.CreateAsync(_token, "phone", DashboardApp.Password).ReadAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Passkey_WithoutItsChallenge_OrOfAnotherPage_IsNotTaken()
    {
        var options = await _browser.CreateAsync(_token, "Phone", DashboardApp.Password).ReadAsync();
        var made = _browser.Authenticator.Make(options);

        // A challenge for signing in takes the other's place, and proves no password.
        using (var visitor = new PasskeyBrowser(server))
        {
            var page = await visitor.TokenAsync(Urls.SignIn);
            await visitor.RequestAsync(page).ReadAsync();
            _browser.ChallengeCookie = visitor.ChallengeCookie;
            Assert.Contains("took too long", await _browser.StoreAsync(_token, "Phone", made).ReadAsync(HttpStatusCode.BadRequest));
        }

        Assert.Contains("took too long", await _browser.StoreAsync(_token, "Phone", made).ReadAsync(HttpStatusCode.BadRequest));
        _browser.Authenticator.Origin = "https://evil.example";
        options = await _browser.CreateAsync(_token, "Phone", DashboardApp.Password).ReadAsync();
        Assert.Contains(
            "not accepted", await _browser.StoreAsync(_token, "Phone", _browser.Authenticator.Make(options)).ReadAsync(HttpStatusCode.BadRequest));
        Assert.Empty(await server.Get<PasskeyStore>().ListAsync(_user, Cancellation));
    }

    [Fact]
    public async Task Challenge_OfSomebodyElse_IsNotTaken()
    {
        using var other = new PasskeyBrowser(server);
        var email = $"{Guid.NewGuid():N}@example.com";
        await server.CreateUserAsync(email);
        await other.EnterAsync(email);
        var made = _browser.Authenticator.Make(
            await other.CreateAsync(await other.TokenAsync(Urls.MyAccount), "Phone", DashboardApp.Password).ReadAsync());
        await _browser.CreateAsync(_token, "Phone", DashboardApp.Password).ReadAsync();
        _browser.ChallengeCookie = other.ChallengeCookie;
        Assert.Contains("took too long", await _browser.StoreAsync(_token, "Phone", made).ReadAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Passkey_ThatWasRemoved_IsNotAddedAgainByWhatAddedIt()
    {
        var made = _browser.Authenticator.Make(await _browser.CreateAsync(_token, "Phone", DashboardApp.Password).ReadAsync());
        var challenge = _browser.ChallengeCookie;
        Assert.Equal(HttpStatusCode.NoContent, (await _browser.StoreAsync(_token, "Phone", made)).StatusCode);
        var store = server.Get<PasskeyStore>();
        (await store.RemoveAsync(_user, Assert.Single(await store.ListAsync(_user, Cancellation)).Id, Cancellation)).EnsureDone();
        _browser.ChallengeCookie = challenge;
        Assert.Contains("took too long", await _browser.StoreAsync(_token, "Phone", made).ReadAsync(HttpStatusCode.BadRequest));
        Assert.Empty(await store.ListAsync(_user, Cancellation));
    }

    [Fact]
    public async Task Challenge_IsOverAfterFiveMinutes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var app = await DashboardApp.StartAsync(time, null);
        await app.CreateUserAsync(_email);
        using var browser = new PasskeyBrowser(app);
        await browser.EnterAsync(_email);
        var token = await browser.TokenAsync(Urls.MyAccount);
        var made = browser.Authenticator.Make(await browser.CreateAsync(token, "Phone", DashboardApp.Password).ReadAsync());
        var cookie = browser.Account.Cookies.GetAllCookies().Single(kept => kept.Name == "Dashboard.Passkey");
        Assert.Equal(DateTime.MinValue, cookie.Expires);
        time.Advance(PasskeyChallenge.MaxAge + TimeSpan.FromSeconds(1));
        Assert.Contains("took too long", await browser.StoreAsync(token, "Phone", made).ReadAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Remove_NeedsThePassword()
    {
        Assert.Equal(HttpStatusCode.NoContent, (await _browser.AddAsync()).StatusCode);
        var person = ClaimsPrincipalFactory.Create((await server.Get<AccountCache>().FindAsync(_user, Cancellation))!, "test");
        var passkey = Assert.Single(await server.Get<PasskeyStore>().ListAsync(_user, Cancellation));
        var registration = server.Get<PasskeyRegistration>();
        Assert.NotNull((await registration.RemoveAsync(person, passkey.Id, "wrong password", Cancellation)).Refusal);
        Assert.Single(await server.Get<PasskeyStore>().ListAsync(_user, Cancellation));
        (await registration.RemoveAsync(person, passkey.Id, DashboardApp.Password, Cancellation)).EnsureDone();
        Assert.Empty(await server.Get<PasskeyStore>().ListAsync(_user, Cancellation));
    }
}
