using System.Net;
using Dashboard.Security.Passkeys;
using Dashboard.Tests.Support;
using Dashboard.Web;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>What the scripts of the pages send for a passkey.</summary>
internal sealed class PasskeyBrowser(DashboardApp server) : IDisposable
{
    private readonly AccountBrowser _browser = new(server, server.NamedAddress);

    public AccountBrowser Account => _browser;

    public SoftwareAuthenticator Authenticator { get; } = new(server.NamedAddress);

    /// <summary>What its cookie keeps of the challenge.</summary>
    public string ChallengeCookie
    {
        get => _browser.Cookies.GetAllCookies().Single(cookie => cookie.Name == PasskeyChallenge.Scheme).Value;
        set => _browser.Cookies.Add(_browser.Client.BaseAddress!, new Cookie(PasskeyChallenge.Scheme, value));
    }

    public void Dispose()
    {
        _browser.Dispose();
        Authenticator.Dispose();
    }

    public async Task EnterAsync(string email) =>
        Assert.Equal(HttpStatusCode.Redirect, (await _browser.SignInAsync(email, DashboardApp.Password)).StatusCode);

    /// <summary>Forgets all cookies, as a fresh browser.</summary>
    public void Leave()
    {
        foreach (Cookie cookie in _browser.Cookies.GetAllCookies())
        {
            cookie.Expired = true;
        }
    }

    /// <summary>Adds a passkey with the password of everybody.</summary>
    public async Task<HttpResponseMessage> AddAsync(string name = "Phone")
    {
        var token = await TokenAsync(Urls.MyAccount);
        var options = await CreateAsync(token, name, DashboardApp.Password).ReadAsync();
        return await StoreAsync(token, name, Authenticator.Make(options));
    }

    public Task<HttpResponseMessage> CreateAsync(string token, string name, string password) => _browser.PostAsync(
        Urls.PasskeyCreation, ("__RequestVerificationToken", token), ("name", name), ("password", password));

    public Task<HttpResponseMessage> StoreAsync(string token, string name, string credential) => _browser.PostAsync(
        Urls.Passkeys, ("__RequestVerificationToken", token), ("name", name), ("credential", credential));

    /// <summary>Signs in with the passkey.</summary>
    public async Task<HttpResponseMessage> SignInAsync(string page = Urls.SignIn)
    {
        var token = await TokenAsync(page);
        return await SendAsync(page, token, Authenticator.Sign(await RequestAsync(token).ReadAsync()));
    }

    public Task<HttpResponseMessage> RequestAsync(string token) => _browser.PostAsync(Urls.PasskeyRequest, ("__RequestVerificationToken", token));

    public Task<HttpResponseMessage> SendAsync(string page, string token, string credential, bool stays = false) => _browser.PostAsync(
        page,
        ("_handler", "passkey"),
        ("__RequestVerificationToken", token),
        ("Passkey.Credential", credential),
        ("Passkey.StaySignedIn", stays ? "true" : "false"));

    public async Task<string> TokenAsync(string page) => AccountBrowser.Token(await _browser.Client.GetAsync(page, Cancellation).ReadAsync());
}
