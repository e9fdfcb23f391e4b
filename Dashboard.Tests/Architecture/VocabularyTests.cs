using System.Text.RegularExpressions;

namespace Dashboard.Tests.Architecture;

/// <summary>Names say what is done.</summary>
public sealed partial class VocabularyTests
{
    [Fact]
    public void NoMethod_IsCalledOf()
    {
        var found =
            from folder in new[] { "Dashboard", "Dashboard.Domain", "Dashboard.Tests" }
            from file in Repository.Files(folder, "*.cs")
            from line in File.ReadAllLines(Path.Combine(Repository.Root, file)).Select((text, number) => (Text: text, Number: number + 1))
            where Declaration().IsMatch(line.Text)
            select $"{file}:{line.Number}: {line.Text.Trim()}";
        Assert.Empty(found);
    }

    // Words that have been given up for another: a scope is no sight, a noisy cell is not restless.
    [Theory]
    [InlineData("Sight(Async)?", "SiteScope")]
    [InlineData("[Rr]estless\\w*", "noisy")]
    public void NoName_IsAWordThatWasGivenUp(string word, string instead)
    {
        var given = new Regex($@"\b{word}\b");
        var found =
            from folder in new[] { "Dashboard", "Dashboard.Domain" }
            from file in Repository.Files(folder, "*.cs").Concat(Repository.Files(folder, "*.razor"))
            from line in File.ReadAllLines(Path.Combine(Repository.Root, file)).Select((text, number) => (Text: text, Number: number + 1))
            where given.IsMatch(line.Text)
            select $"{file}:{line.Number}: {instead} in place of {line.Text.Trim()}";
        Assert.Empty(found);
    }

    [GeneratedRegex(@"^\s*((public|internal|private|protected|static|async)\s+)*[\w<>?,\[\]\.]+\s+Of(<\w+>)?\((?!\))")]
    private static partial Regex Declaration();
}
