using System.Text.RegularExpressions;

namespace Dashboard.Tests.Web.Languages;

/// <summary>The texts in the source of the pages.</summary>
internal static partial class SourceTexts
{
    // What failed in a database is said within sentences of pages.
    private const string PartsOfSentences = "Dashboard/Storage/StorageFailure.cs";

    /// <summary>Every key that the pages ask the localizer for, with a file that does.</summary>
    public static IReadOnlyDictionary<string, string> Keys()
    {
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Repository.Files("Dashboard/Web", "*.razor").Concat(Repository.Files("Dashboard/Web", "*.cs")))
        {
            var text = Read(file);
            var found = Asked().Matches(text).Select(match => match.Groups[1].Value)
                .Concat(Marked().Matches(text).Select(match => match.Groups[1].Value))
                .Concat(Counted().Matches(text).SelectMany(match => new[] { match.Groups[1].Value, match.Groups[2].Value }));
            foreach (var key in found)
            {
                keys[Regex.Unescape(key)] = file;
            }
        }

        return keys;
    }

    /// <summary>Words in the markup of a component that no localizer says.</summary>
    public static IEnumerable<string> Literals(string file)
    {
        var all = Hidden().Replace(Comment().Replace(Read(file), ""), "");
        foreach (Match attribute in Attribute().Matches(all).Concat(GluedAttribute().Matches(all)))
        {
            yield return attribute.Value;
        }

        var markup = Code().Replace(all, "");

        markup = Counted().Replace(Asked().Replace(markup, "L["), "Plural(");
        foreach (var line in markup.Split('\n').Select(line => line.Trim()).Where(line => !Statement().IsMatch(line)))
        {
            var body = Quoted().Replace(Expression().Replace(line, "@x"), "\"\"").Replace("=>", "", StringComparison.Ordinal);
            foreach (Match node in Node().Matches(body))
            {
                var words = Entity().Replace(Inline().Replace(node.Groups[1].Value, ""), "").Trim();
                if (!words.Contains('=')
                    && !words.StartsWith('(')
                    && !words.StartsWith('.')
                    && !words.StartsWith('@')
                    && words.IndexOfAny(['{', '}']) < 0
                    && Word().IsMatch(words))
                {
                    yield return words;
                }
            }
        }
    }

    /// <summary>
    /// Sentences that code says which is no page: to whom is not to be seen here, so those of folders that talk to programs, the console or the log
    /// are left to <paramref name="isShown"/>. What is put in stands in them as 7.
    /// </summary>
    public static IEnumerable<(string File, string Sentence)> Sentences(Func<string, bool> isShown) =>
        from file in Repository.Files("Dashboard", "*.cs").Concat(Repository.Files("Dashboard.Domain", "*.cs"))
        where isShown(file)
        from said in SourceStrings.Read(Read(file))
        where said.Text.Contains(' ') && (said.Text[^1] is '.' or '?' || QuotesAtEnd().IsMatch(said.Text) || file == PartsOfSentences)
        where !Unseen().IsMatch(said.Before)
        select (file, said.Text);

    /// <summary>Where a component shows what a service has said as it is.</summary>
    public static IEnumerable<string> Untranslated(string file) => Said().Matches(Comment().Replace(Read(file), "")).Select(match => match.Value);

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex("""\b(?:L|l|texts|Current)\[\s*"((?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Asked();

    [GeneratedRegex("""\bKey\(\s*"((?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Marked();

    [GeneratedRegex("""\bPlural\([^"]*?"((?:[^"\\]|\\.)*)"\s*,\s*"((?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Counted();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^@code\s*\{.*", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"<(script|style|kbd|code|pre)\b[^>]*>.*?</\1>", RegexOptions.Singleline)]
    private static partial Regex Hidden();

    [GeneratedRegex("""\b(?:title|aria-label|placeholder|alt|Label|Text|Title|Intro|Button|Hint|Note|BackLabel)="(?![a-z]+://|[{])[^"@]*[a-z]{2}[^"@]*["]""")]
    private static partial Regex Attribute();

    [GeneratedRegex("""\b(?:title|aria-label|placeholder|alt|Label|Text|Title)="@\(\$?"[^"{]*[A-Za-z]{2,} [^"]*["]""")]
    private static partial Regex GluedAttribute();

    [GeneratedRegex(@"^(@?(if|else|foreach|for|switch|while|case|var|using|inject|page|layout|attribute|inherits|implements|typeparam|return|break|default)\b|[{}]|//|@\{|@[A-Z]\w*\(|\?|:)")]
    private static partial Regex Statement();

    [GeneratedRegex(@"@\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")]
    private static partial Regex Expression();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?:^|>)([^<>]*)(?=<|$)")]
    private static partial Regex Node();

    [GeneratedRegex(@"@[\w.?!]+(\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\)|\.\w+)*")]
    private static partial Regex Inline();

    [GeneratedRegex(@"&\w+;")]
    private static partial Regex Entity();

    [GeneratedRegex("[a-z]{2}")]
    private static partial Regex Word();

    // By its name, behind the end of a tag.
    [GeneratedRegex(@">@\(?(?!L\.)[\w.]*(fault|error|problem|refusal|failure|reason|message)\b(?!\()", RegexOptions.IgnoreCase)]
    private static partial Regex Said();

    [GeneratedRegex(@"^\p{Lu}\p{Ll}* .*: 7$")]
    private static partial Regex QuotesAtEnd();

    // Only programmers and the log read them.
    [GeneratedRegex(@"\bLog[A-Z]\w*\(|\[(LoggerMessage|Description|GeneratedRegex)|Justification =|\b(Argument|ArgumentOutOfRange|InvalidOperation|NotSupported|Start|Onnx)Exception\(")]
    private static partial Regex Unseen();
}
