using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Domain.Flows;
using Dashboard.Security;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Api.Docs;

/// <summary>The document of the Scout API is whole and at one with itself.</summary>
[Trait("Category", "Server")]
public sealed partial class ScoutDocumentTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    [Fact]
    public async Task EveryRouteOfTheDialect_IsInTheDocument()
    {
        var document = await OpenApiFile.LoadAsync(app, "scout");

        // HEAD is GET without a body; /push/hello is spoken between machines of this program alone.
        var mapped = app.Routes.Where(route => ApiPaths.IsScout(route.Pattern) && route.Method != "HEAD" && route.Pattern != "/push/hello")
            .Select(route => $"{route.Method} {route.Pattern}");

        Assert.Equal(mapped.Order(), document.Operations.Select(one => $"{one.Method} {one.Path}").Order());
    }

    [Fact]
    public async Task EveryOperation_SaysAllThatACallerNeeds()
    {
        var document = await OpenApiFile.LoadAsync(app, "scout");
        var groups = document.Root.GetProperty("tags").EnumerateArray().Select(tag => tag.GetProperty("name").GetString());
        foreach (var (method, path, operation) in document.Operations)
        {
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
            Assert.Equal(
                ["header", "query"],
                operation.GetProperty("security").EnumerateArray().SelectMany(way => way.EnumerateObject().Select(scheme => scheme.Name)).Order());
        }

        Assert.Equal(
            document.Operations.Count, document.Operations.Select(one => one.Operation.GetProperty("operationId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task EverySearchParameter_ThatTheServerReads_IsInTheDocument_AndNoneOther()
    {
        var document = await OpenApiFile.LoadAsync(app, "scout");
        var source = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "Dashboard", "Api", "ScoutApi", "Searches", "GroupParameters.cs"), Cancellation);
        var read = ReadParameter().Matches(source).Select(match => match.Groups[1].Value).Distinct().Order();
        foreach (var (_, _, search) in document.Operations.Where(one => one.Path.StartsWith("/api/search/", StringComparison.Ordinal)))
        {
            Assert.Equal(
                read, search.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()!).Order());
        }
    }

    [Fact]
    public async Task EveryExample_IsOfItsSchema()
    {
        var document = await OpenApiFile.LoadAsync(app, "scout");
        var faults = new List<string>();
        foreach (var (method, path, operation) in document.Operations)
        {
            var contents = operation.GetProperty("responses")
                .EnumerateObject()
                .SelectMany(response => response.Value.TryGetProperty("content", out var content) ? content.EnumerateObject() : [])
                .ToList();
            foreach (var content in contents.Where(content => content.Name == "application/json"))
            {
                faults.AddRange(document.Faults(content.Value.GetProperty("example"), content.Value.GetProperty("schema"), $"{method} {path}"));
            }

            if (operation.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json))
            {
                faults.AddRange(json.GetProperty("examples")
                    .EnumerateObject()
                    .SelectMany(example => document.Faults(example.Value.GetProperty("value"), json.GetProperty("schema"), $"{method} {path}")));
            }
        }

        Assert.Empty(faults);
    }

    [Theory]
    [InlineData("scout")]
    [InlineData("seedata")]
    [InlineData("admin")]
    public async Task WhatGeneratorsOfClientsStumbleOver_IsNotInTheDocument(string name)
    {
        var document = await OpenApiFile.LoadAsync(app, name);
        foreach (var words in Members(document.Root, "enum"))
        {
            Assert.All(words.EnumerateArray(), word => Assert.Matches("^[A-Za-z_][A-Za-z0-9_]*$", word.GetString()));
        }

        foreach (var content in Members(document.Root.GetProperty("paths"), "content"))
        {
            if (!content.TryGetProperty("application/json", out _))
            {
                Assert.All(content.EnumerateObject(), one => Assert.True(
                    one.Name == "multipart/form-data" || one.Value.GetProperty("schema").GetProperty("format").GetString() == "binary", one.Name));
            }
        }
    }

    [Fact]
    public async Task RowsForStrictClients_AreAsTheDocumentOfThatServerSays()
    {
        await using var strict = await DashboardApp.StartAsync("--Scout:DecimalsAsStrings=true", "--Scout:CameraAsNumber=true");
        var camera = await strict.AddCameraAsync("gate");
        var seen = new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
        await strict.SeedFlowsAsync(new Flow
        {
            CameraId = camera,
            Plate = "ABC123",
            FirstSeenAt = seen,
            LastSeenAt = seen,
            Candidates = [new FlowCandidate { Text = "ABC123", Confidence = .91 }],
        });
        var document = await OpenApiFile.LoadAsync(strict, "scout");
        using var client = strict.AnonymousClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", await strict.ApiKeyAsync());
        foreach (var (id, path) in new[]
        {
            ("searchPlates", "/api/search/plate?start=2026-01-01"),
            ("searchCandidates", "/api/search/platecandidate?start=2026-01-01"),
            ("listScoutCameras", "/api/cameras"),
        })
        {
            using var rows = JsonDocument.Parse(await client.GetAsync(path, Cancellation).ReadAsync());
            var said = document.Response(id, 200).GetProperty("content").GetProperty("application/json").GetProperty("schema");
            Assert.Empty(document.Faults(rows.RootElement, said));
        }
    }

    private static IEnumerable<JsonElement> Members(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(
            member => (member.Name == name ? [member.Value] : Array.Empty<JsonElement>()).Concat(Members(member.Value, name))),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Members(item, name)),
        _ => [],
    };

    private static void AssertSaid(JsonElement element, string name) =>
        Assert.True(element.TryGetProperty(name, out var text) && text.GetString()!.Length > 0, $"No {name} in {element}");

    [GeneratedRegex("\\(request, \"([a-z_]+)\"")]
    private static partial Regex ReadParameter();
}
