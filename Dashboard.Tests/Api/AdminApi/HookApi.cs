using System.Globalization;
using System.Net;
using System.Text.Json;
using Dashboard.Domain.Users;
using Dashboard.Tests.Api.Docs;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.AdminApi;

/// <summary>A program of an administrator, whose every answer is held against the document.</summary>
internal sealed class HookApi(HttpClient client, OpenApiFile document) : IDisposable
{
    private static readonly Dictionary<string, string> Operations = new()
    {
        ["GET "] = "listWebHooks",
        ["POST "] = "createWebHook",
        ["GET 1"] = "getWebHook",
        ["PATCH 1"] = "changeWebHook",
        ["DELETE 1"] = "deleteWebHook",
        ["POST 1/test"] = "testWebHook",
        ["GET 1/certificate"] = "getWebHookCertificate",
    };

    public static async Task<HookApi> CreateAsync(DashboardApp app, string role = Roles.Administrator)
    {
        var client = app.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await app.ApiKeyAsync(role));
        return new HookApi(client, await OpenApiFile.LoadAsync(app, "admin"));
    }

    public Task<JsonElement> AddAsync(string body) => AskAsync("POST", "", body, HttpStatusCode.Created);

    public Task<JsonElement> GetAsync(int id) => AskAsync("GET", $"{id}");

    public Task<JsonElement> ChangeAsync(int id, string body, HttpStatusCode expected = HttpStatusCode.OK) =>
        AskAsync("PATCH", $"{id}", body, expected);

    /// <summary>What is said of each field.</summary>
    public async Task<Dictionary<string, string>> RefusedAsync(string method, string below, string body)
    {
        var answer = await AskAsync(method, below, body, HttpStatusCode.UnprocessableEntity);
        var fields = answer.GetProperty("fields").Deserialize<Dictionary<string, string>>()!;
        Assert.All(fields, field => Assert.Contains($"{field.Key}: {field.Value}", answer.GetProperty("error").GetString()));
        return fields;
    }

    public async Task<JsonElement> AskAsync(string method, string below, string? body = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/admin/web-hooks/{below}".TrimEnd('/'));
        request.Content = body is null ? null : HttpAssert.Json(body);
        using var answer = await client.SendAsync(request);
        var text = await answer.ReadAsync(expected);
        var operation = Operations[$"{method} {string.Join('/', below.Split('/').Select((part, i) => i == 0 && part.Length > 0 ? "1" : part))}"];
        var said = document.Response(operation, (int)expected);
        if (!said.TryGetProperty("content", out var content))
        {
            Assert.Equal("", text);
            return default;
        }

        using var json = JsonDocument.Parse(text);
        Assert.Empty(document.Faults(json.RootElement, content.GetProperty("application/json").GetProperty("schema")));
        if (expected == HttpStatusCode.Created)
        {
            var id = json.RootElement.GetProperty("id").GetInt32();
            Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"/api/admin/web-hooks/{id}"), answer.Header("Location"));
        }

        return json.RootElement.Clone();
    }

    public void Dispose() => client.Dispose();
}
