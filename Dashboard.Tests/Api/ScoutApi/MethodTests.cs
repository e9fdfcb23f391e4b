using System.Net;
using System.Text;
using Dashboard.Domain.Users;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.ScoutApi;

/// <summary>Addresses that are asked in a way that they do not know.</summary>
[Trait("Category", "Server")]
public sealed class MethodTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Theory]
    [InlineData("POST", "/api/search/plate", "GET, HEAD")]
    [InlineData("DELETE", "/api/agents/", "GET, HEAD")]
    [InlineData("PUT", "/api/alert-lists", "GET, HEAD, POST")]
    [InlineData("POST", "/img/A/A-1-1.jpg", "GET, HEAD")]
    [InlineData("GET", "/push/", "POST")]
    [InlineData("GET", "/api/alert-group-import-csv/", "POST")]
    public async Task WrongMethod_Is405WithThoseThatAreKnown(string method, string path, string allowed)
    {
        using var client = app.AnonymousClient();
        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Cancellation);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow));
        Assert.StartsWith("""{"error":""", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("""{"name":"\ud800"}""")]
    [InlineData("{\"name\":\"\u00ff\"}")]
    [InlineData("""{"name":""")]
    public async Task NameOfAList_WhoseTextIsNone_IsRefused(string body)
    {
        using var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(Roles.Administrator));
        using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body)) { Headers = { ContentType = new("application/json") } };
        using var answer = await client.PostAsync("/api/alert-lists/", content, Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("The request body", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Theory]
    [InlineData("/api/")]
    [InlineData("/api/nothing")]
    [InlineData("/img/x")]
    [InlineData("/push/nothing")]
    public async Task UnknownAddress_Is404WithTheErrorBody(string path)
    {
        using var client = app.AnonymousClient();
        using var answer = await client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith("""{"error":""", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Head_OfASearch_IsItsAnswerWithoutABody()
    {
        using var client = app.AnonymousClient();
        using var request = new HttpRequestMessage(HttpMethod.Head, $"/api/search/plate?start=2026-01-01&api_key={await app.ApiKeyAsync()}");
        using var answer = await client.SendAsync(request, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    [Fact]
    public async Task LastLogin_AfterASignIn_IsItsTime_AndNullBefore()
    {
        var administrator = await app.ApiKeyAsync(Roles.Administrator);
        await app.CreateUserAsync("late@test.example");
        using var client = app.AnonymousClient();
        Assert.Contains(
            "\"email\":\"late@test.example\",\"role\":\"Viewer\",\"active\":true,\"last_login\":null",
            await client.GetStringAsync($"/api/users/?api_key={administrator}", Cancellation));

        using var signIn = HttpAssert.Json($$"""{"email":"late@test.example","password":"{{DashboardApp.Password}}"}""");
        using var signedIn = await client.PostAsync("/authenticate", signIn, Cancellation);
        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Matches(
            "\"email\":\"late@test.example\",\"role\":\"Viewer\",\"active\":true,\"last_login\":\"20[0-9-]+T[0-9:.]+Z\"",
            await client.GetStringAsync($"/api/users/?api_key={administrator}", Cancellation));
    }
}
