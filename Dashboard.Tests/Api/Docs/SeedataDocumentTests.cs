using System.Globalization;
using System.Text.Json;
using Dashboard.Security;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Docs;

/// <summary>The document of the Seedata API is whole and at one with itself.</summary>
[Trait("Category", "Server")]
public sealed class SeedataDocumentTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task EveryRouteOfTheDialect_IsInTheDocument()
    {
        var document = await OpenApiFile.LoadAsync(app, "seedata");

        // HEAD is GET without a body and stands in no document.
        var mapped = app.Routes.Where(route => ApiPaths.IsSeedata(route.Pattern) && route.Method != "HEAD")
            .Select(route => $"{route.Method} {route.Pattern}");

        Assert.Equal(mapped.Order(), document.Operations.Select(one => $"{one.Method} {one.Path}").Order());
    }

    [Fact]
    public async Task EveryOperation_SaysAllThatACallerNeeds()
    {
        var document = await OpenApiFile.LoadAsync(app, "seedata");
        var groups = document.Root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString());
        var ids = new List<string>();
        foreach (var (method, path, operation) in document.Operations)
        {
            ids.Add(operation.GetProperty("operationId").GetString()!);
            AssertSaid(operation, "summary");
            AssertSaid(operation, "description");
            Assert.Contains(Assert.Single(operation.GetProperty("tags").EnumerateArray()).GetString(), groups);
            var parameters = operation.TryGetProperty("parameters", out var given) ? given.EnumerateArray().ToList() : [];
            parameters.ForEach(parameter => AssertSaid(parameter, "description"));
            Assert.Equal(
                path.Split('{', '}').Where((_, i) => i % 2 == 1),
                parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path")
                    .Select(parameter => parameter.GetProperty("name").GetString()!));
            Assert.Equal(method == "POST", operation.TryGetProperty("requestBody", out _));

            var needsBearer = operation.TryGetProperty("security", out var security) && security.GetArrayLength() > 0;
            Assert.Equal(path != "/authenticate", needsBearer);
        }

        Assert.Equal(ids.Distinct(), ids);
        var scheme = document.Root.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer");
        Assert.Equal("http bearer", $"{scheme.GetProperty("type")} {scheme.GetProperty("scheme")}");
        Assert.Equal(app.Address, Assert.Single(document.Root.GetProperty("servers").EnumerateArray()).GetProperty("url").GetString());
    }

    [Fact]
    public async Task EveryExample_IsOfItsSchema()
    {
        var document = await OpenApiFile.LoadAsync(app, "seedata");
        var faults = new List<string>();
        foreach (var (method, path, operation) in document.Operations)
        {
            if (operation.TryGetProperty("requestBody", out var body))
            {
                var json = body.GetProperty("content").GetProperty("application/json");
                foreach (var example in json.GetProperty("examples").EnumerateObject())
                {
                    Check(example.Value.GetProperty("value"), json, $"{method} {path} '{example.Name}'");
                }
            }

            foreach (var response in operation.GetProperty("responses").EnumerateObject())
            {
                AssertSaid(response.Value, "description");
                var status = int.Parse(response.Name, CultureInfo.InvariantCulture);
                Assert.Equal(status != 302, response.Value.TryGetProperty("content", out var content));
                foreach (var type in status == 302 ? [] : content.EnumerateObject().Select(type => type.Value))
                {
                    var example = type.GetProperty("example");
                    Check(example, type, $"{method} {path} {status}");
                    Assert.Equal(
                        status >= 400 ? status : 0,
                        example.ValueKind == JsonValueKind.Object && example.TryGetProperty("status", out var own) ? own.GetInt32() : 0);
                }
            }
        }

        Assert.Empty(faults);

        void Check(JsonElement value, JsonElement content, string at) => faults.AddRange(document.Faults(value, content.GetProperty("schema"), at));
    }

    [Fact]
    public async Task SearchExample_OfTheDocument_IsAccepted()
    {
        var document = await OpenApiFile.LoadAsync(app, "seedata");
        var search = document.Operations.Single(one => one.Path == "/flows/search").Operation;
        var examples = search.GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("examples")
            .EnumerateObject()
            .ToList();
        using var client = await app.ApiClientAsync();

        Assert.NotEmpty(examples);
        foreach (var example in examples)
        {
            using var body = HttpAssert.Json(example.Value.GetProperty("value").GetRawText());
            await client.PostAsync("/flows/search", body, Cancellation).ReadAsync();
        }
    }

    [Theory]
    [InlineData("/docs/seedata.json")]
    [InlineData("/docs/index.html")]
    [InlineData("/docs/swagger-ui-bundle.js")]
    public async Task Docs_BeforeTheFirstAccount_AreOpenAndThePagesStillLeadToSetup(string path)
    {
        await using var fresh = await DashboardApp.StartAsync();
        using var client = fresh.AnonymousClient();

        await client.GetAsync(path, Cancellation).ReadAsync();
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        using var page = await client.GetAsync("/", Cancellation);
        Assert.Equal("/setup", page.Header("Location"));
    }

    private static void AssertSaid(JsonElement element, string name) =>
        Assert.True(element.TryGetProperty(name, out var text) && text.GetString()!.Length > 0, $"No {name} in {element}");
}
