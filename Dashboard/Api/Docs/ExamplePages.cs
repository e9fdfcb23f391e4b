using System.Globalization;
using System.Net;
using System.Text;
using Dashboard.Hosting;

namespace Dashboard.Api.Docs;

/// <summary>Programs that use the APIs, shown and served as they are: the files in <c>Examples/</c>, which tests run.</summary>
internal static class ExamplePages
{
    public const string Root = DocsSetup.Root + "/examples";

    /// <summary>What the head of each document says of them; Markdown.</summary>
    public const string Pointer =
        $"**Examples** that run, for curl, Python, JavaScript, C#, Node-RED and Home Assistant: [{Root}]({Root}).";

    public static readonly IReadOnlyList<Example> All =
    [
        new("plates.sh", "curl", "From a shell: search, a picture, and whether a web hook's request is genuine."),
        new("plates.py", "Python", "Without packages: search, a picture, and a receiver of signed web hooks."),
        new("plates.mjs", "JavaScript", "For Node, without packages: search, a picture, and a receiver of signed web hooks."),
        new("Plates.cs", "C#", "Typed: a client, and the events of web hooks, in one file to put into a project."),
        new("node-red.json", "Node-RED", "To be imported: flows by MQTT, a search, and web hooks with their pictures."),
        new("home-assistant.yaml", "Home Assistant", "A package: a gate that opens for a list, a warning, and the last passage."),
    ];

    public static void MapExamples(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Root).AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("", () => Results.Content(Page(), "text/html; charset=utf-8"));
        pages.MapGet("{name}", (string name) => All.Any(example => example.Name == name)
            ? Results.Content(Read(name), "text/plain; charset=utf-8")
            : Results.NotFound());
    }

    public static string Read(string name)
    {
        using var reader = new StreamReader(typeof(ExamplePages).Assembly.GetManifestResourceStream($"Examples.{name}")!);
        return reader.ReadToEnd();
    }

    private static string Page()
    {
        var links = string.Concat(All.Select(example => $"""<li><a href="#{Id(example)}">{Text(example.Title)}</a></li>"""));
        var body = new StringBuilder();
        foreach (var example in All)
        {
            body.Append(CultureInfo.InvariantCulture, $"""
                <section aria-labelledby="{Id(example)}">
                <h2 id="{Id(example)}">{Text(example.Title)}</h2>
                <p>{Text(example.About)} <a href="{Root}/{example.Name}" download>{example.Name}</a></p>
                <pre tabindex="0"><code>{Text(Read(example.Name))}</code></pre>
                </section>

                """);
        }

        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>Examples · Plate Dashboard</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="stylesheet" href="/css/docs.css">
            </head>
            <body class="examples">
            <main>
            <p><a href="{DocsSetup.Root}">API documentation</a></p>
            <h1>Examples</h1>
            <p>They run as they are: give them the address of this server and a key from <a href="{PagePaths.MyAccount}">My account</a>.</p>
            <nav aria-label="Examples"><ul>{links}</ul></nav>
            {body}</main>
            </body>
            </html>
            """;
    }

    private static string Id(Example example) => example.Name.Replace('.', '-').ToLowerInvariant();

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}

/// <summary>A program that uses the APIs.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Title">What it is written in or for.</param>
internal sealed record Example(string Name, string Title, string About);
