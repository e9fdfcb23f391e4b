using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Api.Docs;
using Dashboard.Mqtt;
using Dashboard.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Dashboard.Tests.Examples;

/// <summary>The examples as files: all are served and linked, what quotes them quotes them to the letter, and what they name is there.</summary>
[Trait("Category", "Server")]
public sealed partial class ExampleFileTests(DashboardApp app) : IClassFixture<DashboardApp>
{
    private static readonly string Folder = Path.Combine(Repository.Root, "Dashboard", "Examples");

    [Fact]
    public async Task EveryFile_IsServedAsItIs_ShownOnThePage_AndLinkedInTheReadme()
    {
        using var client = app.AnonymousClient();
        var page = await client.GetAsync("/docs/examples", Cancellation).ReadAsync();
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);
        var files = Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(ExamplePages.All.Select(example => example.Name).Order(StringComparer.Ordinal), files);
        foreach (var name in files)
        {
            var text = await File.ReadAllTextAsync(Path.Combine(Folder, name), Cancellation);
            Assert.Equal(text, await client.GetAsync($"/docs/examples/{name}", Cancellation).ReadAsync());
            Assert.Contains(System.Net.WebUtility.HtmlEncode(text.ReplaceLineEndings("\n")), page);
            Assert.Contains($"(Dashboard/Examples/{name})", readme);
        }

        foreach (var document in new[] { "seedata", "scout", "admin" })
        {
            Assert.Contains("(/docs/examples)", await client.GetAsync($"/docs/{document}.json", Cancellation).ReadAsync());
        }

        await client.GetAsync("/docs/examples/other.sh", Cancellation).ReadAsync(System.Net.HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Readme_QuotesToTheLetter()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), Cancellation);
        var quotes = Quote().Matches(readme);
        Assert.Equal(2, quotes.Count);
        foreach (Match quote in quotes)
        {
            Assert.Contains(quote.Groups["text"].Value, await File.ReadAllTextAsync(Path.Combine(Folder, quote.Groups["file"].Value), Cancellation));
        }
    }

    [Fact]
    public async Task NodeRed_IsAFlowThatHangsTogether_AndNamesWhatIsThere()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, "node-red.json"), Cancellation));
        var nodes = file.RootElement.EnumerateArray().ToList();
        var ids = nodes.ConvertAll(node => node.GetProperty("id").GetString()!);
        Assert.Equal(ids.Distinct(), ids);
        foreach (var node in nodes)
        {
            Assert.NotEqual("", node.GetProperty("type").GetString());
            Assert.All(
                Texts(node, "z").Concat(Texts(node, "broker").Where(_ => node.GetProperty("type").GetString() == "mqtt in")),
                id => Assert.Contains(id, ids));
            if (node.TryGetProperty("wires", out var wires))
            {
                Assert.All(wires.EnumerateArray().SelectMany(output => output.EnumerateArray()), wire => Assert.Contains(wire.GetString()!, ids));
            }

            Assert.All(Texts(node, "topic"), AssertPublished);
        }

        var paths = nodes.SelectMany(node => Texts(node, "func")).SelectMany(
            text => Address().Matches(text).Select(match => match.Groups[1].Value)).ToList();
        Assert.Equal(["/flows/search"], paths);
        Assert.All(paths, path => Assert.Contains(app.Routes, route => route.Pattern == path));
    }

    [Fact]
    public async Task HomeAssistant_IsYaml_AndNamesWhatIsThere()
    {
        var yaml = new YamlStream();
        using (var reader = new StringReader(await File.ReadAllTextAsync(Path.Combine(Folder, "home-assistant.yaml"), Cancellation)))
        {
            yaml.Load(reader);
        }

        var root = (YamlMappingNode)Assert.Single(yaml.Documents).RootNode;
        Assert.Equal(["automation", "rest"], root.Children.Keys.Select(key => ((YamlScalarNode)key).Value));
        var topics = root.AllNodes.OfType<YamlMappingNode>().SelectMany(node => node.Children)
            .Where(member => member.Key is YamlScalarNode { Value: "topic" })
            .Select(member => ((YamlScalarNode)member.Value).Value!)
            .ToList();
        Assert.Equal(2, topics.Count);
        Assert.All(topics, AssertPublished);
        var rest = (YamlMappingNode)((YamlSequenceNode)root["rest"]).Children[0];
        var resource = new Uri(((YamlScalarNode)rest["resource"]).Value!);
        Assert.Contains(app.Routes, route => route.Method == "GET" && route.Pattern == resource.AbsolutePath);
        using var client = await app.ApiClientAsync();
        var camera = await app.AddCameraAsync("gate");
        await app.SeedFlowsAsync(new Domain.Flows.Flow { CameraId = camera, Plate = "AB1", Confidence = .9, CapturedAt = DateTimeOffset.UtcNow });
        using var rows = JsonDocument.Parse(await client.GetAsync(resource.PathAndQuery, Cancellation).ReadAsync());
        var sensor = (YamlMappingNode)((YamlSequenceNode)rest["sensor"]).Children[0];
        Assert.All(
            ((YamlSequenceNode)sensor["json_attributes"]).Select(name => ((YamlScalarNode)name).Value!),
            name => Assert.True(Assert.Single(rows.RootElement.EnumerateArray()).TryGetProperty(name, out _), name));
    }

    // What the server publishes with its usual settings, for camera 1; + is any camera.
    private static void AssertPublished(string topic)
    {
        var topics = new MqttTopics(new MqttOptions().TopicPrefix);
        string[] published = [topics.Status, topics.CameraState(1), topics.Flow(1), topics.LastPlate(1), topics.Alert(1)];
        Assert.Contains(topic.Replace("+", "1", StringComparison.Ordinal), published);
    }

    private static IEnumerable<string> Texts(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [];

    [GeneratedRegex("<!-- Dashboard/Examples/(?<file>[a-zA-Z.-]+) -->\n```[a-z]+\n(?<text>.+?)```", RegexOptions.Singleline)]
    private static partial Regex Quote();

    [GeneratedRegex(@"env\.get\('PLATES_URL'\)\}(/[a-z/]+)")]
    private static partial Regex Address();
}
