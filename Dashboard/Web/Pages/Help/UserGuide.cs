using System.Collections.Frozen;
using System.Reflection;
using Dashboard.Web.Languages;
using Markdig;

namespace Dashboard.Web.Pages.Help;

/// <summary>
/// The user guide: the Markdown files of <c>Dashboard/Guide</c> in English and those of its folders in the other languages, in the order of their
/// names. They are part of the program.
/// </summary>
internal sealed class UserGuide
{
    private const string Prefix = "Guide.";
    private const string Extension = ".md";

    private readonly FrozenDictionary<string, IReadOnlyList<GuideTopic>> _topics;

    /// <summary>Reads all topics.</summary>
    public UserGuide()
    {
        var pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers().Build();
        _topics = Language.All.ToFrozenDictionary(language => language.Code, language => Read($"{Prefix}{language.Code}.", pipeline));
    }

    /// <summary>All topics in a language, in the order of reading.</summary>
    public IReadOnlyList<GuideTopic> TopicsIn(Language language) => _topics[language.Code];

    /// <summary>The topic of that name; the first one where none is named; null where there is none of that name.</summary>
    public GuideTopic? Find(Language language, string? slug) =>
        slug is null ? TopicsIn(language)[0] : TopicsIn(language).FirstOrDefault(topic => topic.Slug == slug);

    // Guide.en.02-placing-a-camera.md; its first line is the heading.
    private static IReadOnlyList<GuideTopic> Read(string prefix, MarkdownPipeline pipeline)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    var title = reader.ReadLine()!.TrimStart('#', ' ');
                    return new GuideTopic(name[(prefix.Length + 3)..^Extension.Length], title, Markdown.ToHtml(reader.ReadToEnd(), pipeline));
                }),
        ];
    }
}
