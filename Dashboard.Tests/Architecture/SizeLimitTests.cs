using Dashboard.Tests.Support;

namespace Dashboard.Tests.Architecture;

/// <summary>A person reads each file in one go.</summary>
public sealed class SizeLimitTests
{
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
}
