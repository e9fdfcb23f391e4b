using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Architecture;

/// <summary>A person reads each file in one go.</summary>
public sealed partial class SizeLimitTests
{
    private const int MaxFilesInAFolder = 16;
    private const int MaxMethodLines = 60;

    /// <summary>Folders that may hold more, and why.</summary>
    private static readonly Dictionary<string, string> CrowdedFolders = new()
    {
    };

    [Theory]
    [InlineData("*.razor", 150)]
    [InlineData("*.razor.cs", 300)]
    [InlineData("*.cs", 400)]
    public void Files_StayWithinTheirLimit(string pattern, int limit)
    {
        string[] folders = ["Dashboard", "Dashboard.Domain", "Dashboard.Tests"];
        var long_ =
            from folder in folders
            from file in Repository.Files(folder, pattern)
            let lines = File.ReadLines(Path.Combine(Repository.Root, file)).Count()
            where lines > limit
            select $"{file}: {lines} lines, limit {limit}";
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
            group file.Replace(".razor.cs", ".razor") by Path.GetDirectoryName(file)! into folder
            let count = folder.Distinct().Count()
            where count > MaxFilesInAFolder && !CrowdedFolders.ContainsKey(folder.Key)
            select $"{folder.Key}: {count} files, limit {MaxFilesInAFolder}";
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
            select $"{file}:{method.First}: {method.Lines} lines, limit {MaxMethodLines}";
        Assert.Empty(long_);
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

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\b|= new\b")]
    private static partial Regex TypeHeader();
}
