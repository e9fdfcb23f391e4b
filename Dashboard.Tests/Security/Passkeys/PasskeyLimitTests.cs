using System.Net;
using Dashboard.Security.Accounts;
using Dashboard.Tests.Support;
using Dashboard.Web;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>Failures with passkeys count for the network address.</summary>
[Trait("Category", "Server")]
public sealed class PasskeyLimitTests
{
    [Fact]
    public async Task Forms_AreHeldToTheirSize_AndNoLimitComesTooLate()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.CreateUserAsync("ada@example.com");
        using var browser = new PasskeyBrowser(app);
        await browser.EnterAsync("ada@example.com");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.AddAsync()).StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await browser.StoreAsync("x", "Phone", new string('x', 65 * 1024))).StatusCode);
        Assert.DoesNotContain("limit could not be applied", app.Log);
    }

    [Fact]
    public async Task Failures_FromOneAddress_EndInAWait_ForPasswordsAndPasskeysAlike()
    {
        await using var app = await DashboardApp.StartAsync();
        await app.CreateUserAsync("ada@example.com");
        using var browser = new PasskeyBrowser(app);
        await browser.EnterAsync("ada@example.com");
        Assert.Equal(HttpStatusCode.NoContent, (await browser.AddAsync()).StatusCode);
        browser.Leave();

        var limiter = app.Get<AttemptLimiter>();
        for (var failure = 1; failure < SignInService.PerAddress.MaxFailures; failure++)
        {
            limiter.RecordFailure("address 127.0.0.1", SignInService.PerAddress);
        }

        browser.Authenticator.IsHonest = false;
        Assert.Contains("does not sign you in", await browser.SignInAsync().ReadAsync());
        browser.Authenticator.IsHonest = true;
        Assert.Contains("Too many failed attempts", await browser.SignInAsync().ReadAsync());
        Assert.Contains(
            "Too many failed attempts", await browser.Account.SignInAsync("ada@example.com", DashboardApp.Password, Urls.SignIn).ReadAsync());
    }
}
