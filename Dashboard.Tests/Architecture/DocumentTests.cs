using System.Text.RegularExpressions;

namespace Dashboard.Tests.Architecture;

/// <summary>What is written for people about the source tree is true of it.</summary>
public sealed partial class DocumentTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Paths_ThatAreNamed_AreThere(string document)
    {
        var missing =
            from path in NamedPath().Matches(File.ReadAllText(Path.Combine(Repository.Root, document))).Select(match => match.Groups[1].Value)
            where !Path.Exists(Path.Combine(Repository.Root, path))
            select path;
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    public void Tests_ThatAreNamed_AreThere(string document)
    {
        var types = typeof(DocumentTests).Assembly.GetTypes();
        var (classes, namespaces) = (types.Select(type => type.FullName).ToHashSet(), types.Select(type => type.Namespace).ToHashSet());
        var missing =
            from filter in NamedFilter().Matches(File.ReadAllText(Path.Combine(Repository.Root, document)))
            let known = filter.Groups[1].Value == "class" ? classes : namespaces
            where !known.Contains(filter.Groups[2].Value)
            select filter.Value;
        Assert.Empty(missing);
    }

    [Fact]
    public void Proofs_NameTestsAndCommandsThatAreThere()
    {
        var folder = Path.Combine(Repository.Root, "build", "proofs");
        var text = File.ReadAllText(Path.Combine(folder, "README.md"));
        var tests = typeof(DocumentTests).Assembly.GetTypes().ToLookup(type => type.Name, StringComparer.Ordinal);
        var named = NamedTest().Matches(text).Select(match => (Class: match.Groups[1].Value, Method: match.Groups[2].Value)).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, one => Assert.Contains(tests[one.Class], type => one.Method.Length == 0 || type.GetMethod(one.Method) is not null));
        Assert.All(NamedScript().Matches(text), match => Assert.True(File.Exists(Path.Combine(folder, match.Groups[1].Value)), match.Value));
    }

    [Fact]
    public void Decisions_HaveADateAndAStatus_AndStandInTheIndex()
    {
        var folder = Path.Combine(Repository.Root, "Dashboard", "Decisions");
        var index = File.ReadAllText(Path.Combine(folder, "README.md"));
        foreach (var file in Directory.EnumerateFiles(folder, "0*.md"))
        {
            var text = File.ReadAllText(file);
            Assert.True(DateAndStatus().IsMatch(text), $"{file} needs the lines Date: and Status: below its heading");
            Assert.Contains($"({Path.GetFileName(file)})", index);
        }
    }

    [GeneratedRegex(@"`((?:Dashboard|Dashboard\.Domain|Dashboard\.Tests|training|wwwroot-assets|\.ci)/[\w./-]*)`")]
    private static partial Regex NamedPath();

    [GeneratedRegex(@"-(class|namespace)-? ([\w.]*\w)")]
    private static partial Regex NamedFilter();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex(@"`(\w+\.py)")]
    private static partial Regex NamedScript();

    [GeneratedRegex(@"\A# \d+\. .+\n\nDate: \d{4}-\d\d-\d\d\nStatus: \S")]
    private static partial Regex DateAndStatus();
}
