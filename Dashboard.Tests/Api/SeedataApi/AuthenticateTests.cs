using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.SeedataApi;

/// <summary><c>POST /authenticate</c> as programs see it.</summary>
[Trait("Category", "Server")]
public sealed partial class AuthenticateTests(DashboardApp server) : IClassFixture<DashboardApp>, IAsyncLifetime
{
    private const string Refused =
        """{"name":"Unauthorized","message":"The e-mail address or the password is wrong, or the account is disabled or locked.","code":0,"status":401}""";

    private readonly string _email = $"{Guid.NewGuid():N}@example.com";
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _client = server.AnonymousClient();
        await server.CreateUserAsync(_email, Roles.Viewer);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task RightPassword_IsATokenThatReadsFlows()
    {
        var body = await AskAsync(_email, DashboardApp.Password).ReadAsync();
        var token = TokenBody().Match(body).Groups[1].Value;
        Assert.NotEmpty(token);

        var request = new HttpRequestMessage(
            HttpMethod.Get, "/flows")
        { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        await _client.SendAsync(request, Cancellation).ReadAsync();
    }

    [Fact]
    public async Task ApiKey_IsABearerToo()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/cameras") { Headers = { Authorization = new("Bearer", await server.ApiKeyAsync()) } };
        await _client.SendAsync(request, Cancellation).ReadAsync();
    }

    [Fact]
    public async Task UnknownWrongAndLocked_AreOneAnswer()
    {
        Assert.Equal(Refused, await AskAsync("nobody@example.com", DashboardApp.Password).ReadAsync(HttpStatusCode.Unauthorized));
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await AskAsync(_email, "wrong password");
            Assert.Equal(Refused, await wrong.ReadAsync(HttpStatusCode.Unauthorized));
            Assert.Equal("Bearer realm=\"api\"", wrong.Header("WWW-Authenticate"));
        }

        Assert.Equal(Refused, await AskAsync(_email, DashboardApp.Password).ReadAsync(HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task TenFailuresForOneAddress_Are429WithRetryAfter()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync("often@example.com", "wrong password")));
        using var answer = await AskAsync("often@example.com", "wrong password");
        var seconds = answer.Header("Retry-After")!;
        Assert.InRange(int.Parse(seconds, CultureInfo.InvariantCulture), 1, 300);
        Assert.Equal(
            $$"""{"name":"Too Many Requests","message":"Too many failed attempts; try again in {{seconds}} seconds.","code":0,"status":429}""",
            await answer.ReadAsync(HttpStatusCode.TooManyRequests));
    }

    [Theory]
    [InlineData("""{"password":"x"}""", "email is missing; it must be a string.")]
    [InlineData("""{"email":"x"}""", "password is missing; it must be a string.")]
    [InlineData("""{"email":1,"password":"x"}""", "email must be a string.")]
    [InlineData("""{"email":"x","password":null}""", "password must be a string.")]
    [InlineData("""{"email":["x"],"password":"x"}""", "email must be a string.")]
    [InlineData("{}", "email is missing; it must be a string.")]
    public async Task MissingOrOtherThanText_Is422(string body, string message)
    {
        using var answer = await _client.PostAsync("/authenticate", HttpAssert.Json(body), Cancellation);
        Assert.Equal(
            $$"""{"name":"Unprocessable entity","message":"{{message}}","code":0,"status":422}""",
            await answer.ReadAsync(HttpStatusCode.UnprocessableEntity));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("\"text\"")]
    [InlineData("{\"email\":\"\\ud800\",\"password\":\"x\"}")]
    public async Task Unparsable_Is400(string body) =>
        Assert.Contains(
            "\"code\":0,\"status\":400}",
            await _client.PostAsync("/authenticate", HttpAssert.Json(body), Cancellation).ReadAsync(HttpStatusCode.BadRequest));

    [Fact]
    public async Task OtherContentTypesMethodsAndSizes_HaveTheirStatus()
    {
        var form = new StringContent("email=x&password=y", Encoding.UTF8, "application/x-www-form-urlencoded");
        await _client.PostAsync("/authenticate", form, Cancellation).ReadAsync(HttpStatusCode.UnsupportedMediaType);
        using var get = await _client.GetAsync("/authenticate", Cancellation);
        await get.ReadAsync(HttpStatusCode.MethodNotAllowed);
        Assert.Contains("POST", get.Header("Allow"));
        var large = HttpAssert.Json($$"""{"email":"{{new string('x', 1024 * 1024)}}","password":"y"}""");
        await _client.PostAsync("/authenticate", large, Cancellation).ReadAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic YTpi")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer nonsense")]
    [InlineData("Bearer lpr_nonsense")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    public async Task Bearer_MissingOrBad_Is401WithChallenge(string? header)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/flows");
        request.Headers.TryAddWithoutValidation("Authorization", header);
        using var answer = await _client.SendAsync(request, Cancellation);
        Assert.Equal(
            """{"name":"Unauthorized","message":"Your request was made with invalid or missing credentials.","code":0,"status":401}""",
            await answer.ReadAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("Bearer realm=\"api\"", answer.Header("WWW-Authenticate"));
    }

    private Task<HttpResponseMessage> AskAsync(string email, string password) =>
        _client.PostAsync("/authenticate", HttpAssert.Json($$"""{"email":"{{email}}","password":"{{password}}"}"""));

    [GeneratedRegex("""^\{"success":true,"data":\{"token":"([\w-]+\.[\w-]+\.[\w-]+)"\}\}$""")]
    private static partial Regex TokenBody();
}
