using System.Buffers.Text;
using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Security.Passkeys;
using Dashboard.Security.Sessions;
using Dashboard.Security.TwoFactor;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Security.TwoFactor;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>Signing in with a passkey, as the sign-in page's script does.</summary>
[Trait("Category", "Server")]
public sealed class PasskeySignInTests(DashboardApp server) : IClassFixture<DashboardApp>, IAsyncLifetime
{
    private const string Refusal = "This passkey does not sign you in";

    private readonly string _email = $"{Guid.NewGuid():N}@example.com";
    private PasskeyBrowser _browser = null!;
    private int _user;

    private PasskeyStore Store => server.Get<PasskeyStore>();

    public async ValueTask InitializeAsync()
    {
        _user = await server.CreateUserAsync(_email, Roles.Operator);
        _browser = new(server);
        await _browser.EnterAsync(_email);
        Assert.Equal(HttpStatusCode.NoContent, (await _browser.AddAsync()).StatusCode);
        _browser.Leave();
    }

    public ValueTask DisposeAsync()
    {
        _browser.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Passkey_OfAnAccountWithTwoFactor_SignsInAlone_AsAnySession()
    {
        var codes = server.Get<TwoFactorService>();
        var key = TwoFactorServiceTests.FromText((await codes.BeginAsync(_user, Cancellation)).Value);
        Assert.True((await codes.ConfirmAsync(_user, TimeCode.Compute(key, DateTimeOffset.UtcNow), Cancellation)).IsDone);
        var before = (await server.Get<SessionStore>().ListAsync(_user, Cancellation)).Count;

        using var answer = await _browser.SignInAsync($"{Urls.SignIn}?returnUrl=%2Fapp%2Fflows");
        Assert.Equal("/app/flows", AccountBrowser.LeadsTo(answer));
        Assert.Contains(_email, await _browser.Account.Client.GetAsync(Urls.MyAccount, Cancellation).ReadAsync());
        Assert.Equal(before + 1, (await server.Get<SessionStore>().ListAsync(_user, Cancellation)).Count);
        Assert.NotNull(Assert.Single(await Store.ListAsync(_user, Cancellation)).LastUsedAt);
        await AuditedAsync(AuditAction.SignedIn, "With a passkey");
        await AuditedAsync(AuditAction.Added, "passkey Phone");
        Assert.DoesNotContain(Base64Url.EncodeToString(_browser.Authenticator.Id), server.Log);
    }

    [Fact]
    public async Task Session_ThatIsToStay_OutlivesTheBrowser()
    {
        var token = await _browser.TokenAsync(Urls.SignIn);
        var signed = _browser.Authenticator.Sign(await _browser.RequestAsync(token).ReadAsync());
        using var answer = await _browser.SendAsync(Urls.SignIn, token, signed, stays: true);
        Assert.Contains(
            "expires",
            Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("Dashboard.Session=", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("origin")]
    [InlineData("name")]
    [InlineData("unverified")]
    [InlineData("count")]
    [InlineData("signature")]
    [InlineData("account")]
    public async Task Passkey_ThatIsNotRight_IsRefused(string what)
    {
        var authenticator = _browser.Authenticator;
        switch (what)
        {
            case "origin":
                authenticator.Origin = "https://evil.example";
                break;
            case "name":
                authenticator.RelyingParty = "evil.example";
                break;
            case "unverified":
                authenticator.IsUserVerified = false;
                break;
            case "count":
                Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SignInAsync()));
                _browser.Leave();
                authenticator.Count--; // A copy of it would be behind.
                break;
            case "signature":
                authenticator.IsHonest = false;
                break;
            case "account":
                authenticator.UserHandle = Base64Url.EncodeToString("1000000"u8);
                break;
        }

        Assert.Contains(Refusal, await _browser.SignInAsync().ReadAsync());
        Assert.DoesNotContain(_browser.Account.Cookies.GetAllCookies(), cookie => cookie.Name == "Dashboard.Session");
    }

    [Fact]
    public async Task Account_ThatIsDisabled_IsRefused_AndALockIsNoHindrance()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await _browser.Account.SignInAsync(_email, "wrong password").ReadAsync();
        }

        // Wrong passwords are anybody's, and a passkey cannot be guessed.
        Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SignInAsync()));

        _browser.Leave();
        await server.DisableUserAsync(_user);
        Assert.Contains(Refusal, await _browser.SignInAsync().ReadAsync());
        await AuditedAsync(AuditAction.SignInFailed, "Passkey");
    }

    [Fact]
    public async Task PasswordThatMustBeChanged_ComesFirst_AndThePasskeyStays()
    {
        (await server.Get<UserAccounts>().SetPasswordAsync(_user, "given by somebody", mustChange: true)).EnsureDone();
        var page = AccountBrowser.LeadsTo(await _browser.SignInAsync());
        Assert.StartsWith(Urls.Invitation, page);
        Assert.DoesNotContain(_browser.Account.Cookies.GetAllCookies(), cookie => cookie.Name == "Dashboard.Session");
        await _browser.Account.SubmitAsync(page!, "invitation", ("Form.Password", "my own choice"), ("Form.Repeated", "my own choice"));
        Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SignInAsync()));
    }

    [Fact]
    public async Task Reset_ByAnAdministrator_RemovesPasskeysAndEndsSessions()
    {
        Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SignInAsync()));
        Assert.Equal(1, (await server.Get<UserAccounts>().ListAsync(Cancellation)).Single(user => user.Id == _user).Passkeys);
        AuditActor.Current = new(null, "administrator@example.com", "");
        (await server.Get<UserAccounts>().ResetTwoFactorAsync(_user)).EnsureDone();
        AuditActor.Current = null;
        using var page = await _browser.Account.Client.GetAsync(Urls.MyAccount, Cancellation);
        Assert.Contains(Urls.SignIn, AccountBrowser.LeadsTo(page));
        Assert.Contains(Refusal, await _browser.SignInAsync().ReadAsync());
        await AuditedAsync(AuditAction.Removed, $"passkey of {_email}");
    }

    [Fact]
    public async Task Signature_IsTakenOnce_AndOnlyForItsOwnChallenge()
    {
        var token = await _browser.TokenAsync(Urls.SignIn);
        var first = _browser.Authenticator.Sign(await _browser.RequestAsync(token).ReadAsync());
        await _browser.RequestAsync(token).ReadAsync();
        Assert.Contains(Refusal, await _browser.SendAsync(Urls.SignIn, token, first).ReadAsync());

        var second = _browser.Authenticator.Sign(await _browser.RequestAsync(token).ReadAsync());
        Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SendAsync(Urls.SignIn, token, second)));
        _browser.Leave();
        token = await _browser.TokenAsync(Urls.SignIn);
        Assert.Contains("That took too long", await _browser.SendAsync(Urls.SignIn, token, second).ReadAsync());
        Assert.Contains("That took too long", await _browser.SendAsync(Urls.SignIn, token, "").ReadAsync());
    }

    [Fact]
    public async Task Signature_CopiedWithItsCookie_IsTakenOnce_AlsoOfAPasskeyThatDoesNotCount()
    {
        _browser.Authenticator.IsCounting = false;
        var token = await _browser.TokenAsync(Urls.SignIn);
        var signed = _browser.Authenticator.Sign(await _browser.RequestAsync(token).ReadAsync());
        var challenge = _browser.ChallengeCookie;
        Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SendAsync(Urls.SignIn, token, signed)));

        _browser.Leave();
        token = await _browser.TokenAsync(Urls.SignIn);
        _browser.ChallengeCookie = challenge;
        Assert.Contains(Refusal, await _browser.SendAsync(Urls.SignIn, token, signed).ReadAsync());
        Assert.Equal("/", AccountBrowser.LeadsTo(await _browser.SignInAsync()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("""{"id":"AA","type":"public-key","clientExtensionResults":{},"response":{"clientDataJSON":"","authenticatorData":"","signature":"","userHandle":"eA"}}""")]
    public async Task Nonsense_IsRefused(string credential)
    {
        var token = await _browser.TokenAsync(Urls.SignIn);
        await _browser.RequestAsync(token).ReadAsync();
        Assert.Contains(Refusal, await _browser.SendAsync(Urls.SignIn, token, credential).ReadAsync());
    }

    [Fact]
    public async Task Request_WithoutItsFormsToken_IsRefused()
    {
        await _browser.RequestAsync("").ReadAsync(HttpStatusCode.BadRequest);
        await _browser.CreateAsync("", "Phone", DashboardApp.Password).ReadAsync(HttpStatusCode.Unauthorized);
        await _browser.EnterAsync(_email);
        await _browser.CreateAsync("", "Phone", DashboardApp.Password).ReadAsync(HttpStatusCode.BadRequest);
        await _browser.StoreAsync("", "Phone", "{}").ReadAsync(HttpStatusCode.BadRequest);
    }

    private Task AuditedAsync(AuditAction action, string subject) => Eventually.TrueAsync(
        async () =>
        {
            await using var db = await server.Get<IDbContextFactory<DashboardDbContext>>().CreateDbContextAsync(Cancellation);
            return await db.AuditEntries.AnyAsync(
                entry => entry.Action == action && entry.Subject == subject && (entry.UserName == _email || entry.Subject.EndsWith(_email)),
                Cancellation);
        },
        $"{action} {subject} is audited");
}
