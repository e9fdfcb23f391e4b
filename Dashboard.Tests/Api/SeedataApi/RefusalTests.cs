using System.Net;
using System.Net.Http.Headers;
using Dashboard.Api.Http;
using Dashboard.Api.SeedataApi;
using Dashboard.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Api.SeedataApi;

[Trait("Category", "Server")]
public sealed class RefusalTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData("GET", "/flows", null)]
    [InlineData("GET", "/flows/1", null)]
    [InlineData("GET", "/flows/abc", null)]
    [InlineData("POST", "/flows/search", null)]
    [InlineData("POST", "/flows", null)]
    [InlineData("GET", "/cameras", null)]
    [InlineData("GET", "/cameras/1", null)]
    [InlineData("GET", "/flows", "Bearer")]
    [InlineData("GET", "/flows", "Bearer not.a.token")]
    [InlineData("GET", "/flows", "Basic YTpi")]
    public async Task Request_WithoutAWorkingToken_Is401(string method, string path, string? authorization)
    {
        using var client = app.AnonymousClient();
        using var request = new HttpRequestMessage(new(method), path);
        request.Headers.TryAddWithoutValidation("Authorization", authorization);

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(
            """{"name":"Unauthorized","message":"Your request was made with invalid or missing credentials.","code":0,"status":401}""",
            await answer.ReadAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("Bearer realm=\"api\"", answer.Header("WWW-Authenticate"));
        Assert.Equal("application/json; charset=UTF-8", answer.Header("Content-Type"));
    }

    [Theory]
    [InlineData("/flows/1/2")]
    [InlineData("/flows/search/x")]
    [InlineData("/cameras/1/image")]
    [InlineData("/authenticate/x")]
    [InlineData("/flows/%3Cscript%3E/x")]
    public async Task Address_Unknown_Is404(string path)
    {
        using var signedIn = await app.ApiClientAsync();
        using var anonymous = app.AnonymousClient();
        foreach (var client in new[] { signedIn, anonymous })
        {
            client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
            Assert.Equal(
                """{"name":"Not Found","message":"There is nothing at this address.","code":0,"status":404}""",
                await client.GetAsync(path, Cancellation).ReadAsync(HttpStatusCode.NotFound));
        }
    }

    [Theory]
    [InlineData("PUT", "/flows", "GET, HEAD, POST, OPTIONS")]
    [InlineData("GET", "/flows/search", "POST, OPTIONS")]
    [InlineData("DELETE", "/flows/1", "GET, HEAD, OPTIONS")]
    [InlineData("POST", "/cameras", "GET, HEAD, OPTIONS")]
    [InlineData("PATCH", "/cameras/1", "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/authenticate", "POST, OPTIONS")]
    public async Task Method_Wrong_Is405ThatNamesTheRightOnes(string method, string path, string allowed)
    {
        using var client = await app.ApiClientAsync();
        using var request = new HttpRequestMessage(new(method), path);

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal(
            $$"""{"name":"Method Not Allowed","message":"{{method}} is not allowed here; allowed: {{allowed}}.","code":0,"status":405}""",
            await answer.ReadAsync(HttpStatusCode.MethodNotAllowed));
        Assert.Equal(allowed, answer.Header("Allow"));
    }

    [Fact]
    public async Task Options_IsAnsweredWithTheMethods()
    {
        using var client = app.AnonymousClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/flows");

        using var answer = await client.SendAsync(request, Cancellation);

        Assert.Equal("", await answer.ReadAsync());
        Assert.Equal("GET, HEAD, POST, OPTIONS", answer.Header("Allow"));
    }

    [Theory]
    [InlineData("/flows", "/app/flows")]
    [InlineData("/flows/", "/app/flows")]
    [InlineData("/cameras", "/app/cameras")]
    public async Task Person_WhoOpensAListInABrowser_IsSentToThePage(string path, string page)
    {
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");

        using var answer = await client.GetAsync(path, Cancellation);

        await answer.ReadAsync(HttpStatusCode.Redirect);
        Assert.Equal(page, answer.Header("Location"));
    }

    [Fact]
    public async Task Program_WithATokenThatAcceptsHtml_GetsJson()
    {
        using var client = await app.ApiClientAsync();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        Assert.StartsWith("[", await client.GetAsync("/flows", Cancellation).ReadAsync());
    }

    [Fact]
    public async Task SessionOfABrowser_IsNoToken()
    {
        using var client = await app.SignInClientAsync();
        await client.GetAsync("/flows", Cancellation).ReadAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ApiKey_IsAcceptedAsTheBearer()
    {
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.ApiKeyAsync());
        await client.GetAsync("/flows", Cancellation).ReadAsync();
    }

    [Fact]
    public async Task DiskThatIsFull_IsNoFaultOfTheRequest_WhichMayBeSentAgain()
    {
        var context = new DefaultHttpContext();
        var middleware = new ApiErrorMiddleware(
            _ => throw new IOException("No space left on device"), new SeedataErrorFormat(), TimeProvider.System,
            NullLogger<ApiErrorMiddleware>.Instance);

        await middleware.InvokeAsync(context);

        Assert.Equal((503, "5"), (context.Response.StatusCode, context.Response.Headers.RetryAfter.ToString()));
    }

    [Fact]
    public async Task Fault_OfTheServer_Is500WithoutDetails()
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        var middleware = new ApiErrorMiddleware(
            _ => throw new InvalidOperationException("secret detail"), new SeedataErrorFormat(), TimeProvider.System,
            NullLogger<ApiErrorMiddleware>.Instance);

        await middleware.InvokeAsync(context);

        Assert.Equal(500, context.Response.StatusCode);
        Assert.Equal(
            """{"name":"Internal Server Error","message":"The server could not answer; its log says why.","code":0,"status":500}""",
            System.Text.Encoding.UTF8.GetString(body.ToArray()));
    }
}
