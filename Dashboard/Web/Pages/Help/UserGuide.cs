using System.Reflection;
using Markdig;

namespace Dashboard.Web.Pages.Help;

/// <summary>The user guide: the Markdown files of <c>Dashboard/Guide</c>, in the order of their names. They are part of the program.</summary>
internal sealed class UserGuide
{
    private const string Prefix = "Guide.";
    private const string Extension = ".md";

    /// <summary>Reads all topics.</summary>
    public UserGuide()
    {
        var pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();
        var assembly = Assembly.GetExecutingAssembly();
        Topics =
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => Read(assembly, name, pipeline)),
        ];
    }

    /// <summary>All topics, in the order of reading.</summary>
    public IReadOnlyList<GuideTopic> Topics { get; }

    /// <summary>The topic of that name; the first one where none is named; null where there is none of that name.</summary>
    public GuideTopic? Find(string? slug) => slug is null ? Topics[0] : Topics.FirstOrDefault(topic => topic.Slug == slug);

    // Guide.02-placing-a-camera.md; its first line is the heading.
    private static GuideTopic Read(Assembly assembly, string name, MarkdownPipeline pipeline)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        var title = reader.ReadLine()!.TrimStart('#', ' ');
        return new GuideTopic(name[(Prefix.Length + 3)..^Extension.Length], title, Markdown.ToHtml(reader.ReadToEnd(), pipeline));
    }
}
