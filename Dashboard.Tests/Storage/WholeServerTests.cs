using System.Net;
using System.Net.Http.Headers;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.SeedataApi;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Storage;

/// <summary>The server as it is started, over each provider.</summary>
[Trait("Category", "Server")]
public sealed class WholeServerTests
{
    [Theory, ProviderData]
    public async Task Server_OverAnyProvider_SignsInStoresAndFinds(string provider)
    {
        await using var app = await DashboardApp.StartAsync(
            $"--Database:Provider={provider}", $"--Database:ConnectionString={await TestServers.CreateDatabaseAsync(provider)}");
        await app.CreateUserAsync("ada@test.example", Roles.Operator);
        using var client = app.AnonymousClient();
        var token = await client.PostAsync("/authenticate", HttpAssert.Json(
            $$"""{"email":"ADA@test.example","password":"{{DashboardApp.Password}}"}"""), Cancellation).ReadAsync();
        await client.PostAsync("/authenticate", HttpAssert.Json("""{"email":"ada@test.example","password":"wrong"}"""), Cancellation)
            .ReadAsync(HttpStatusCode.Unauthorized);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Split("\"token\":\"")[1].Split('"')[0]);

        var camera = await app.AddCameraAsync("Gate", with: camera => camera with { IsEnabled = true });
        var first = (await app.ArriveAsync(TestFlows.Make(camera, "AB12CD"), TestFlows.Make(camera, "XY34")))[0];
        app.ShowFrame(camera);
        Assert.Contains(
            "\"trigger_mode\":\"manual\"",
            await client.PostAsync("/flows", HttpAssert.Json($$"""{"camera_id":{{camera}},"max_retries":0}"""), Cancellation).ReadAsync());

        using var list = await client.GetAsync("/flows", Cancellation);
        await list.ReadAsync();
        Assert.Equal("3", list.Header("X-Pagination-Total-Count"));
        Assert.Contains(
            $"\"id\":{first},",
            await client.PostAsync("/flows/search", HttpAssert.Json("""{"filter":{"plate":{"like":"b12"},"camera":"gate"}}"""), Cancellation)
                .ReadAsync());
        Assert.Contains("\"plate\":\"ab12cd\"", await client.GetAsync($"/flows/{first}", Cancellation).ReadAsync());

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.ApiKeyAsync());
        await client.GetAsync("/cameras", Cancellation).ReadAsync();
        using var person = await app.SignInClientAsync(Roles.Viewer);
        Assert.Contains("AB12CD", await person.GetAsync("/app/flows/export.csv", Cancellation).ReadAsync());
        await person.GetAsync("/app/flows", Cancellation).ReadAsync();
        await person.GetAsync("/healthz/ready", Cancellation).ReadAsync();
    }
}
