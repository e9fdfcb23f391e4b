using Dashboard.Security;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Docs;

/// <summary>The document of the Administration API is whole and at one with itself.</summary>
[Trait("Category", "Server")]
public sealed class AdminDocumentTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task EveryRoute_IsInTheDocument_WithAllThatACallerNeeds()
    {
        var document = await OpenApiFile.LoadAsync(app, "admin");
        var mapped = app.Routes.Where(route => ApiPaths.IsAdmin(route.Pattern) && route.Method != "HEAD")
            .Select(route => $"{route.Method} {route.Pattern}");

        Assert.Equal(mapped.Order(), document.Operations.Select(one => $"{one.Method} {one.Path}").Order());
        foreach (var (method, path, operation) in document.Operations)
        {
            Assert.All(["summary", "description"], name => Assert.NotEqual("", operation.GetProperty(name).GetString()));
            Assert.Equal("Web hooks", Assert.Single(operation.GetProperty("tags").EnumerateArray()).GetString());
            Assert.Equal("header", Assert.Single(Assert.Single(operation.GetProperty("security").EnumerateArray()).EnumerateObject()).Name);
            Assert.Equal(method is "PATCH" || (method, path) is ("POST", "/api/admin/web-hooks"), operation.TryGetProperty("requestBody", out _));
            Assert.All(["401", "403", "429", "500", "503"], status => Assert.True(operation.GetProperty("responses").TryGetProperty(status, out _)));
        }
    }

    [Fact]
    public async Task EveryExample_IsOfItsSchema()
    {
        var document = await OpenApiFile.LoadAsync(app, "admin");
        var faults = new List<string>();
        foreach (var (method, path, operation) in document.Operations)
        {
            var responses = operation.GetProperty("responses").EnumerateObject();
            foreach (var response in responses.Where(response => response.Value.TryGetProperty("content", out _)))
            {
                var json = response.Value.GetProperty("content").GetProperty("application/json");
                faults.AddRange(document.Faults(json.GetProperty("example"), json.GetProperty("schema"), $"{method} {path} {response.Name}"));
            }

            if (operation.TryGetProperty("requestBody", out var body))
            {
                var json = body.GetProperty("content").GetProperty("application/json");
                faults.AddRange(json.GetProperty("examples").EnumerateObject().SelectMany(
                    example => document.Faults(example.Value.GetProperty("value"), json.GetProperty("schema"), $"{method} {path}")));
            }
        }

        Assert.Empty(faults);
    }
}
