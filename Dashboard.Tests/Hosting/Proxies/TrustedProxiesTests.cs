using System.Net;
using Dashboard.Domain.Users;
using Dashboard.Hosting.Proxies;
using Dashboard.Security.Accounts;
using Dashboard.Security.Sessions;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Hosting.Proxies;

/// <summary>Whose word counts on where a request is from and what address it was sent to.</summary>
public sealed class TrustedProxiesTests
{
    private const string Client = "203.0.113.7";

    [Theory]
    [InlineData("10.0.0.2", "10.0.0.2", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.2", "::ffff:10.0.0.2", "203.0.113.7", "203.0.113.7")]
    [InlineData("10.0.0.0/24", "10.0.0.77", "2001:db8::7", "2001:db8::7")]
    [InlineData("fd00::/64", "fd00::5", "203.0.113.7:1234", "203.0.113.7")]
    [InlineData("10.0.0.2", "10.0.0.3", "203.0.113.7", "10.0.0.3")] // A neighbour of the proxy.
    [InlineData("10.0.0.0/24", "10.0.1.2", "203.0.113.7", "10.0.1.2")]
    [InlineData("10.0.0.2", "10.0.0.2", "198.51.100.1, 203.0.113.7", "203.0.113.7")] // What the client has written itself stands in front.
    [InlineData("10.0.0.2,10.1.0.0/16", "10.0.0.2", "198.51.100.1, 203.0.113.7, 10.1.2.3", "203.0.113.7")]
    [InlineData("10.0.0.2", "10.0.0.2", "nonsense", "10.0.0.2")]
    public void Client_IsWhomTheLastTrustedProxyNames(string trusted, string from, string header, string client)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Request.Headers["X-Forwarded-For"] = header;
        var headers = TrustedProxies.Headers(new() { Trusted = trusted.Split(',') });
        new ForwardedHeadersMiddleware(_ => Task.CompletedTask, NullLoggerFactory.Instance, Options.Create(headers)).ApplyForwarders(context);
        Assert.Equal(client, context.Connection.RemoteIpAddress.ToString());
    }

    [Theory]
    [InlineData("https", "https")]
    [InlineData("http", "http")]
    [InlineData("javascript", "http")]
    [InlineData("ftp", "http")]
    public void Scheme_ThatIsNotOfTheWeb_IsNotTaken(string header, string scheme)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = "http";
        context.Connection.RemoteIpAddress = IPAddress.Parse("10.0.0.2");
        context.Request.Headers["X-Forwarded-For"] = Client;
        context.Request.Headers["X-Forwarded-Proto"] = header;
        new TrustedProxies(FixedOptions.From(new ProxyOptions { Trusted = ["10.0.0.2"] }), NullLoggerFactory.Instance).Apply(context);
        Assert.Equal(scheme, context.Request.Scheme);
    }

    [Theory]
    [InlineData("proxy.local")]
    [InlineData("10")]
    [InlineData("10.1/16")]
    [InlineData("10.0.0.2/33")]
    [InlineData("10.0.0.2:80")]
    [InlineData("*")]
    public void Entry_ThatIsNoAddress_IsRefused(string entry)
    {
        var checkedOptions = new ProxyOptionsValidator().Validate(null, new() { Trusted = ["10.0.0.1", entry] });
        Assert.Contains($"Proxy:Trusted '{entry}' is not an address", checkedOptions.FailureMessage);
    }

    [Theory]
    [Trait("Category", "Server")]
    [InlineData("")]
    [InlineData("192.0.2.1, 198.51.100.0/24")]
    public async Task Headers_OfAnybodyElse_CountForNothing(string trusted)
    {
        await using var app = await DashboardApp.StartAsync($"--Proxy:Trusted={trusted}");
        LockOut(app, Client);
        Assert.Equal(("127.0.0.1", "127.0.0.1"), await EnterAsync(app));
        Assert.StartsWith(app.Address, await LeadsToSignInAtAsync(app));
        LockOut(app, "127.0.0.1");
        Assert.Null(await EnterAsync(app)); // Whoever sends another address with each attempt is the same to the limit.
    }

    [Fact]
    [Trait("Category", "Server")]
    public async Task Headers_OfATrustedProxy_AreTheClientsSessionAuditAndLimit()
    {
        await using var app = await DashboardApp.StartAsync("--Proxy:Trusted=127.0.0.0/8, ::1");
        LockOut(app, "127.0.0.1");
        Assert.Equal((Client, Client), await EnterAsync(app));
        Assert.StartsWith("https://plates.example.com/account/sign-in", await LeadsToSignInAtAsync(app));
        LockOut(app, Client);
        Assert.Null(await EnterAsync(app));
    }

    private static void LockOut(DashboardApp app, string address)
    {
        for (var failure = 0; failure < SignInService.PerAddress.MaxFailures; failure++)
        {
            app.Get<AttemptLimiter>().RecordFailure("address " + address, SignInService.PerAddress);
        }
    }

    // A cookie that is for https alone would not come back, so this one asks for a page and no more.
    private static async Task<string> LeadsToSignInAtAsync(DashboardApp app)
    {
        using var browser = new AccountBrowser(app);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-Host", "plates.example.com");
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", Client);
        using var page = await browser.Client.GetAsync("/app/flows", Cancellation);
        return page.Headers.Location!.ToString();
    }

    // Where the session list and the audit say that somebody signed in; null: the limit refused it.
    private static async Task<(string Session, string Audit)?> EnterAsync(DashboardApp app)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        var user = await app.CreateUserAsync(email, Roles.Viewer);
        using var browser = new AccountBrowser(app);
        browser.Client.DefaultRequestHeaders.Add("X-Forwarded-For", Client);
        using var answer = await browser.SignInAsync(email, DashboardApp.Password);
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            Assert.Contains("Too many failed attempts", await answer.Content.ReadAsStringAsync(Cancellation));
            return null;
        }

        var session = Assert.Single(await app.Get<SessionStore>().ListAsync(user, Cancellation));
        string? audited = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var db = await app.OpenDatabaseAsync();
                audited = await db.AuditEntries.Where(entry => entry.UserName == email && entry.Action == AuditAction.SignedIn)
                    .Select(entry => entry.Address).SingleOrDefaultAsync(Cancellation);
                return audited is not null;
            },
            "signing in is audited");
        return (session.Address, audited!);
    }
}
