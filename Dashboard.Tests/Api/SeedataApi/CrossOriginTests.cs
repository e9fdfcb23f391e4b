using System.Net;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Options;

namespace Dashboard.Tests.Api.SeedataApi;

[Trait("Category", "Server")]
public sealed class CrossOriginTests
{
    [Fact]
    public async Task Origins_ThatAreAllowed_MayReadAnswersAndErrors()
    {
        await using var app = await DashboardApp.StartAsync("--Cors:Origins=https://a.example, http://b.example:8080");
        using var client = await app.ApiClientAsync();
        using var allowed = await client.SendAsync(From("http://b.example:8080", HttpMethod.Get), Cancellation);
        await allowed.ReadAsync();
        Assert.Equal("http://b.example:8080", allowed.Header("Access-Control-Allow-Origin"));
        Assert.Contains("X-Pagination-Total-Count", allowed.Header("Access-Control-Expose-Headers"));

        using var anonymous = app.AnonymousClient();
        using var refused = await anonymous.SendAsync(From("https://a.example", HttpMethod.Get), Cancellation);
        await refused.ReadAsync(HttpStatusCode.Unauthorized);
        Assert.Equal("https://a.example", refused.Header("Access-Control-Allow-Origin"));

        using var asking = From("https://a.example", HttpMethod.Options);
        asking.Headers.Add("Access-Control-Request-Method", "GET");
        asking.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");
        using var preflight = await anonymous.SendAsync(asking, Cancellation);
        await preflight.ReadAsync(HttpStatusCode.NoContent);
        Assert.Equal("authorization,content-type", preflight.Header("Access-Control-Allow-Headers"));

        using var stranger = await client.SendAsync(From("https://c.example", HttpMethod.Get), Cancellation);
        Assert.Null(stranger.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Origins_Unset_AreNotAllowed()
    {
        await using var app = await DashboardApp.StartAsync();
        using var client = await app.ApiClientAsync();
        using var answer = await client.SendAsync(From("https://a.example", HttpMethod.Get), Cancellation);
        await answer.ReadAsync();
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("parking.example.org")]
    [InlineData("https://parking.example.org/path")]
    [InlineData("https://user@parking.example.org")]
    [InlineData("ftp://parking.example.org")]
    public async Task Origins_ThatAreNone_StopTheStart(string origin)
    {
        var wrong = await Assert.ThrowsAsync<OptionsValidationException>(() => DashboardApp.StartAsync($"--Cors:Origins:0={origin}"));
        Assert.Contains($"Cors:Origins '{origin}' is no origin", wrong.Message);
    }

    private static HttpRequestMessage From(string origin, HttpMethod method)
    {
        var request = new HttpRequestMessage(method, "/flows");
        request.Headers.Add("Origin", origin);
        return request;
    }
}
