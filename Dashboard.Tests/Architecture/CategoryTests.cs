using System.Text.RegularExpressions;

namespace Dashboard.Tests.Architecture;

/// <summary>The fast part of the tests stays fast: what starts a server, a program or a browser says so.</summary>
public sealed partial class CategoryTests
{
    [Fact]
    public void TestsThatStartAServer_AreNotAmongTheFastOnes()
    {
        var unmarked =
            from file in Repository.Files("Dashboard.Tests", "*Tests.cs")
            let text = File.ReadAllText(Path.Combine(Repository.Root, file))
            where Starts().IsMatch(text) && !Marks().IsMatch(text)
            select file;
        Assert.Empty(unmarked);
    }

    [Fact]
    public void Tests_AreFoundByTheNameOfTheirFile()
    {
        var others =
            from file in Repository.Files("Dashboard.Tests", "*Tests*.cs")
            let name = Path.GetFileNameWithoutExtension(file).Split('.')[0]
            where !Regex.IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file)), $@"\b(class|record) {name}\b")
            select file;
        Assert.Empty(others);
    }

    [GeneratedRegex(@"DashboardApp\.Start\w*\(|ClassFixture<(DashboardApp|Chromium)>|\bDashboardApp \w+ = new\(|new DashboardApp\(")]
    private static partial Regex Starts();

    [GeneratedRegex(@"\[Trait\(""Category"", ""(Server|System|Browser)""\)\]")]
    private static partial Regex Marks();
}
