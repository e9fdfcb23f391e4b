using System.Globalization;
using System.Net;
using System.Text.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.ScoutApi;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Http;

/// <summary>A program that calls a wrong address is told so: a redirect to a page would look to it like an answer.</summary>
[Trait("Category", "Server")]
public sealed class WrongAddressTests(WrongAddressTests.Server server) : IClassFixture<WrongAddressTests.Server>
{
    private const string Key = "lpr_secret-of-somebody";

    [Theory]
    [InlineData("/pusch/")]
    [InlineData("/ws")]
    [InlineData("/websocket?x=1")]
    [InlineData("/v1/identify-sunglass-colors")]
    [InlineData("/app/nothing")]
    [InlineData("/flow")]
    public async Task UnknownPath_AnyMethod_Is404InJson_AndRepeatsNoKey(string path)
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
        {
            foreach (var accept in new[] { "*/*", "application/json", method == HttpMethod.Post ? "text/html" : "" })
            {
                var address = path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"api_key={Key}&company_id={Key}";
                using var answer = await AskAsync(method, address, accept);
                var body = await answer.Content.ReadAsStringAsync(Cancellation);
                Assert.Equal((path, method, HttpStatusCode.NotFound), (path, method, answer.StatusCode));
                Assert.Null(answer.Headers.Location);
                Assert.DoesNotContain(Key, body + answer.Headers);
                if (method != HttpMethod.Head && accept != "text/html")
                {
                    Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
                    Assert.True(JsonDocument.Parse(body).RootElement.TryGetProperty("error", out _));
                }
            }
        }
    }

    [Theory]
    [InlineData("/app/flows", "GET", HttpStatusCode.Unauthorized)]
    [InlineData("/app/flows", "DELETE", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/app/alert-lists", "GET", HttpStatusCode.Unauthorized)]
    public async Task Page_ForAProgram_IsRefusedWithAStatus(string path, string method, HttpStatusCode status)
    {
        using var answer = await AskAsync(new HttpMethod(method), path, "*/*");
        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("/app/flows")]
    [InlineData("/nothing")]
    public async Task Page_ForABrowser_LeadsToSignIn_WithoutAKeyThatStoodInItsAddress(string path)
    {
        using var answer = await AskAsync(HttpMethod.Get, $"{path}?api_key={Key}&page=2", "text/html,application/xhtml+xml");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/account/sign-in", AccountBrowser.LeadsTo(answer));
        Assert.Contains("page%3D2", answer.Headers.Location!.OriginalString);
        Assert.DoesNotContain(Key, answer.Headers.Location.OriginalString);
    }

    [Theory]
    [InlineData("/foo/{0}", "hidden-key")]
    [InlineData("/app/flows/%6Cpr_{1}/x", "hidden-key")]
    [InlineData("/app/flows?key={0}&page=2", "page%3D2")]
    [InlineData("/app/flows?page=2&{0}", "page%3D2")]
    [InlineData("/app/flows?page=2&page=3&next=%2Ffoo%2F{0}", "page%3D3")]
    public async Task KeyAnywhereInAnAddress_IsRepeatedNowhere(string pattern, string stays)
    {
        var key = await server.App.ApiKeyAsync();
        var path = string.Format(CultureInfo.InvariantCulture, pattern, key, key[4..]);
        foreach (var accept in new[] { "text/html", "*/*" })
        {
            using var answer = await AskAsync(HttpMethod.Get, path, accept);
            Assert.DoesNotContain(key[4..], answer.Headers + await answer.Content.ReadAsStringAsync(Cancellation));
            if (accept == "text/html")
            {
                Assert.Contains(stays, answer.Headers.Location!.OriginalString);
            }
        }
    }

    [Fact]
    public async Task RepeatedSlashes_AreOne()
    {
        using var client = server.App.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await server.App.ApiKeyAsync(Roles.Operator));
        using var pushed = await client.PostAsync(
            new Uri($"{server.App.Address}//push//"), HttpAssert.Json(JsonSerializer.Serialize(PushedGroups.Whole(new string('K', 40), "FULL1"))),
            Cancellation);
        Assert.Equal(HttpStatusCode.OK, pushed.StatusCode);
        Assert.Contains("FULL1", await client.GetStringAsync("/api///search//plate?start=2020-01-01", Cancellation));
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string accept)
    {
        using var client = server.App.AnonymousClient();
        using var request = new HttpRequestMessage(method, path);
        if (accept.Length > 0)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return await client.SendAsync(request, Cancellation);
    }

    public sealed class Server : IAsyncLifetime
    {
        internal DashboardApp App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await DashboardApp.StartAsync();
            await App.CreateUserAsync("somebody@test.example", Roles.Administrator);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }
}
