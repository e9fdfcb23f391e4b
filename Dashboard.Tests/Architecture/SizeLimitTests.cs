using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Dashboard.Tests.Architecture;

/// <summary>A person reads each file in one go.</summary>
public sealed partial class SizeLimitTests
{
    private const int MaxFilesInAFolder = 15;
    private const int MaxMethodLines = 60;
    private const int MaxLineLength = 150; // As .editorconfig says.

    /// <summary>A text of so many characters may reach beyond the limit: it is one literal, to be found as it is said.</summary>
    private const int LongText = 40;

    /// <summary>Folders that may hold more, and why.</summary>
    private static readonly Dictionary<string, string> CrowdedFolders = new()
    {
    };

    [Theory]
    [InlineData("*.razor", 150)]
    [InlineData("*.razor.cs", 300)]
    [InlineData("*.cs", 400)]
    public void Files_StayWithinTheirLimit(string pattern, int maxLines)
    {
        string[] folders = ["Dashboard", "Dashboard.Domain", "Dashboard.Tests"];
        var long_ =
            from folder in folders
            from file in Repository.Files(folder, pattern)
            let lines = File.ReadLines(Path.Combine(Repository.Root, file)).Count()
            where lines > maxLines
            select $"{file}: {lines} lines, at most {maxLines}";
        Assert.Empty(long_);
    }

    [Fact]
    public void Folders_AreNeverDrawers()
    {
        string[] drawers = ["Utils", "Helpers", "Common", "Managers", "Misc"];
        var found = Repository.Files("Dashboard", "*").Concat(Repository.Files("Dashboard.Domain", "*"))
            .Where(file => file.Split('/').Any(part => drawers.Contains(part, StringComparer.OrdinalIgnoreCase)));
        Assert.Empty(found);
    }

    // A component, its code and its style are one.
    [Fact]
    public void Folders_HoldWhatOneCanOverlook()
    {
        var crowded =
            from file in Repository.Files("Dashboard", "*.cs")
                .Concat(Repository.Files("Dashboard", "*.razor"))
                .Concat(Repository.Files("Dashboard.Domain", "*.cs"))
                .Concat(Repository.Files("Dashboard.Tests", "*.cs"))
            group file.Replace(".razor.cs", ".razor") by Path.GetDirectoryName(file)! into folder
            let count = folder.Distinct().Count()
            where count > MaxFilesInAFolder && !CrowdedFolders.ContainsKey(folder.Key)
            select $"{folder.Key}: {count} files, at most {MaxFilesInAFolder}";
        Assert.Empty(crowded);
    }

    [Fact]
    public void Methods_FitOnAScreen()
    {
        var long_ =
            from folder in new[] { "Dashboard", "Dashboard.Domain", "Dashboard.Tests" }
            from file in Repository.Files(folder, "*.cs")
            from method in Bodies(File.ReadAllLines(Path.Combine(Repository.Root, file)))
            where method.Lines > MaxMethodLines
            select $"{file}:{method.First}: {method.Lines} lines, at most {MaxMethodLines}";
        Assert.Empty(long_);
    }

    [Fact]
    public void Lines_FitAWindow()
    {
        var found = string.Join('\n',
            from folder in new[] { "Dashboard", "Dashboard.Domain", "Dashboard.Tests" }
            from file in Repository.Files(folder, "*.cs").Concat(Repository.Files(folder, "*.razor"))
            where !file.Contains("/Migrations/", StringComparison.Ordinal)
            from line in LongLines(File.ReadAllText(Path.Combine(Repository.Root, file)), file.EndsWith(".cs", StringComparison.Ordinal))
            select $"{file}:{line}");
        Assert.True(found.Length == 0, found);
    }

    private static IEnumerable<int> LongLines(string text, bool isCode)
    {
        var lines = text.Split('\n');
        var found = Enumerable.Range(0, lines.Length).Where(i => lines[i].Length > MaxLineLength).ToList();
        if (found.Count == 0)
        {
            return [];
        }

        var excused = isCode ? LinesOfLongTexts(text) : found.Where(i => Text().IsMatch(lines[i]));
        return found.Except(excused).Select(i => i + 1);
    }

    private static IEnumerable<int> LinesOfLongTexts(string text)
    {
        var tree = CSharpSyntaxTree.ParseText(text);
        return
            from part in tree.GetRoot().DescendantNodesAndTokens()
            where part.Span.Length >= LongText && (part.IsToken || part.AsNode() is InterpolatedStringExpressionSyntax)
            let span = tree.GetLineSpan(part.Span)
            from line in Enumerable.Range(span.StartLinePosition.Line, span.EndLinePosition.Line - span.StartLinePosition.Line + 1)
            select line;
    }

    // By indentation, which the format check keeps true: a body of a member stands four columns inside its type.
    private static IEnumerable<(int First, int Lines)> Bodies(string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            var brace = lines[i];
            if (brace is not ("    {" or "        {") || TypeHeader().IsMatch(Header(lines, i, brace.Length - 1)))
            {
                continue;
            }

            var end = Array.FindIndex(lines, i, line => line.StartsWith(brace.Replace('{', '}'), StringComparison.Ordinal));
            if (end > 0)
            {
                yield return (i, end - i - 1);
            }
        }
    }

    private static string Header(string[] lines, int brace, int indentation)
    {
        var first = brace - 1;
        while (first > 0 && lines[first].Length - lines[first].TrimStart().Length > indentation)
        {
            first--;
        }

        return lines[first];
    }

    // What a component says is looked for line by line.
    [GeneratedRegex(@"\bL[.\[]|""[^""]{40,}""")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\b|= new\b")]
    private static partial Regex TypeHeader();
}
