using System.Net;
using System.Net.Sockets;
using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Security.Browsers;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Tests.Security.Browsers;

/// <summary>What browsers are told, and what is refused that pages of other sites make them send.</summary>
[Trait("Category", "Server")]
public sealed class BrowserGuardTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/css/app.css")]
    [InlineData("/flows")]
    [InlineData("/api/search/plate")]
    [InlineData("/healthz/ready")]
    [InlineData("/docs/index.html")]
    [InlineData("/nothing/here")]
    [InlineData("/app/flows/1/picture.jpg")]
    public async Task EveryAnswer_TellsBrowsersWhatTheyMayNotDo(string path)
    {
        await app.UserAsync(Roles.Administrator);
        using var client = app.AnonymousClient();
        using var answer = await client.GetAsync(path, Cancellation);

        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Contains("camera=()", answer.Header("Permissions-Policy"));
        var policy = answer.Header("Content-Security-Policy")!;
        Assert.Contains("frame-ancestors 'self'", policy);
        var scripts = policy.Split(';').Single(part => part.TrimStart().StartsWith("script-src", StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", scripts);
    }

    [Fact]
    public async Task Page_NamesItsOneScript_AnewEachTime()
    {
        using var client = await app.SignInClientAsync();
        using var first = await client.GetAsync("/", Cancellation);
        using var second = await client.GetAsync("/", Cancellation);
        Assert.NotEqual(first.Header("Content-Security-Policy"), second.Header("Content-Security-Policy"));
        var nonce = first.Header("Content-Security-Policy")!.Split("'nonce-")[1].Split('\'')[0];
        Assert.Contains($"nonce=\"{nonce}\"", await first.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("POST", "/api/alert-lists", "Sec-Fetch-Site", "cross-site", true)]
    [InlineData("POST", "/api/alert-lists", "Sec-Fetch-Site", "same-site", true)]
    [InlineData("POST", "/api/alert-lists", "Sec-Fetch-Site", "same-origin", false)]
    [InlineData("POST", "/api/alert-lists", "Origin", "https://evil.example", true)]
    [InlineData("POST", "/api/alert-lists", "Origin", "null", true)]
    [InlineData("POST", "/api/alert-lists", "Origin", "http://127.0.0.1:1", true)]
    [InlineData("POST", "/api/alert-lists", "Accept", "*/*", false)] // No browser.
    [InlineData("POST", "/account/sign-out", "Sec-Fetch-Site", "cross-site", true)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "Origin", "https://evil.example", true)]
    [InlineData("GET", "/_blazor?id=1", "Origin", "https://evil.example", true)]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1", "Sec-Fetch-Site", "same-origin", false)]
    public async Task Session_UsedByAPageOfAnotherSite_IsRefused(string method, string path, string header, string value, bool isRefused)
    {
        using var client = await app.SignInClientAsync();
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = method == "POST" ? HttpAssert.Json("{}") : null;
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(isRefused, answer.StatusCode == HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Script_OfAnotherSite_ReadsNoApiWithAPersonsSession_AndALinkThereLeadsIn()
    {
        using var client = await app.SignInClientAsync();
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("cors"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync("no-cors"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("navigate"));

        async Task<HttpStatusCode> AskAsync(string mode)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/cameras/");
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Sec-Fetch-Mode", mode);
            using var answer = await client.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Key_OfAProgramInAPage_WorksFromEverywhere()
    {
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Operator));
        client.DefaultRequestHeaders.Add("Origin", "https://elsewhere.example");
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        await client.GetAsync("/api/cameras/", Cancellation).ReadAsync();
    }

    [Theory]
    [InlineData("plates.example.com", true)]
    [InlineData("PLATES.example.com", true)]
    [InlineData("evil.example", false)]
    [InlineData("plates.example.com.evil.example", false)]
    [InlineData("10.0.0.7", true)]
    [InlineData("[fd00::7]", true)]
    [InlineData("localhost", true)]
    [InlineData("depot", true)]
    public void Host_IsCheckedAgainstThePublicAddress(string host, bool isOwn)
    {
        Assert.Equal(isOwn, HostGuard.IsOwn(host, "https://plates.example.com"));
        Assert.True(HostGuard.IsOwn(host, null));
    }

    [Fact]
    public void Host_NamedAsTheMachine_IsItsOwnInALocalDomainAlone()
    {
        Assert.True(HostGuard.IsOwn($"{Environment.MachineName}.local", "https://plates.example.com"));
        Assert.False(HostGuard.IsOwn($"{Environment.MachineName}.evil.example", "https://plates.example.com"));
        Assert.False(HostGuard.IsOwn($"{Environment.MachineName}.fritz.box", "https://plates.example.com"));
        Assert.True(HostGuard.IsOwn("plates.example.com.", "https://plates.example.com"));
    }

    [Fact]
    public async Task Request_ToAnotherName_IsRefused_OnceTheServerHasOne()
    {
        await using var named = await DashboardApp.StartAsync("--PublicUrl=https://plates.example.com");
        Assert.Equal(HttpStatusCode.MisdirectedRequest, await AskAsync("rebound.example"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("plates.example.com"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("127.0.0.1"));

        async Task<HttpStatusCode> AskAsync(string host)
        {
            using var client = named.AnonymousClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/healthz/live") { Headers = { Host = host } };
            using var answer = await client.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "name=x")]
    [InlineData(
        "multipart/form-data; boundary=b",
        "--b\r\nContent-Disposition: form-data; name=x\r\nContent-Type: text/plain; charset=utf-7\r\n\r\ny\r\n--b--\r\n")]
    [InlineData("multipart/form-data", "x")]
    public async Task Form_ThatCannotBeRead_IsItsSendersFault(string type, string body)
    {
        foreach (var path in new[] { "/account/sign-in", "/account/language", "/account/two-factor", "/api/alert-lists" })
        {
            using var client = path.StartsWith("/api", StringComparison.Ordinal)
                ? await app.ApiClientAsync(Roles.Administrator)
                : app.AnonymousClient();
            using var content = new StringContent(body);
            content.Headers.Remove("Content-Type");
            content.Headers.TryAddWithoutValidation("Content-Type", type);
            using var answer = await client.PostAsync(path, content, Cancellation);
            Assert.InRange((int)answer.StatusCode, 400, 499);
        }
    }

    [Theory]
    [InlineData("/account/sign-in", "Form.Email=a%00b@example.com&Form.Password=x")]
    [InlineData("/account/sign-in?from=%00", "Form.Email=a@example.com")]
    public async Task Form_WithTheCharacterNul_IsItsSendersFault(string path, string body)
    {
        using var client = app.AnonymousClient();
        using var content = new StringContent(body, null, "application/x-www-form-urlencoded");
        await client.PostAsync(path, content, Cancellation).ReadAsync(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET /account/sign-in HTTP/1.0\r\n\r\n", 400)]
    [InlineData("GET /account/sign-in HTTP/1.1\r\nHost:\r\nConnection: close\r\n\r\n", 400)]
    [InlineData("GET /healthz/live HTTP/1.0\r\n\r\n", 200)] // As proxies check it.
    public async Task Request_WithoutAHost_GetsNoPage(string request, int expected)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(IPAddress.Loopback, new Uri(app.Address).Port, Cancellation);
        await line.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        using var reader = new StreamReader(line.GetStream());
        Assert.Contains($" {expected} ", await reader.ReadLineAsync(Cancellation));
    }

    [Theory]
    [InlineData("https://plates.example.com", "https://plates.example.com", false)]
    [InlineData("https://plates.example.com", null, true)]
    [InlineData("https://127.0.0.1:8443", "https://127.0.0.1:8443/", false)] // A proxy that does not pass the port on.
    [InlineData("https://127.0.0.1:8443", null, true)]
    [InlineData("http://127.0.0.1:8881", null, false)]
    [InlineData("https://127.0.0.1:8881", null, false)] // A proxy that does not say that it takes https away.
    [InlineData("http://127.0.0.1:3000", null, true)]
    [InlineData("http://127.0.0.1", null, true)]
    [InlineData("http://plates.example.com", "https://plates.example.com", true)]
    [InlineData("null", null, true)]
    public void Origin_BehindAProxyThatKeepsTheName_IsKnownByThePublicAddress(string origin, string? publicUrl, bool isForeign)
    {
        var context = new DefaultHttpContext();
        context.Request.Host = new HostString("127.0.0.1", 8881);
        context.Request.Headers.Origin = origin;
        Assert.Equal(isForeign, CrossSiteGuard.IsForeign(context.Request, publicUrl));
    }

    [Theory]
    [InlineData("https://plates.example.com", false)]
    [InlineData("http://plates.example.com", true)]
    [InlineData("https://plates.example.com:444", true)]
    public void Origin_OfAnotherScheme_IsForeign_WhereTheRequestCameByHttps(string origin, bool isForeign)
    {
        var context = new DefaultHttpContext();
        (context.Request.Scheme, context.Request.Host) = ("https", new HostString("PLATES.example.com"));
        context.Request.Headers.Origin = origin;
        Assert.Equal(isForeign, CrossSiteGuard.IsForeign(context.Request, publicUrl: null));
    }
}
