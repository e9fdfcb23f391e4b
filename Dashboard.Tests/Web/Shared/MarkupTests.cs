using System.Text.RegularExpressions;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Web.Shared;

/// <summary>What components are written in.</summary>
public sealed partial class MarkupTests
{
    // Blazor takes an attribute's value as it stands: the browser would show &quot;.
    [Fact]
    public void Attributes_HoldNoEntities() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor")
        from Match found in Entity().Matches(File.ReadAllText(Path.Combine(Repository.Root, file)))
        select $"{file}: {found.Value}");

    [GeneratedRegex("""[\w-]+="[^"<>]*&#?\w+;""")]
    private static partial Regex Entity();
}
