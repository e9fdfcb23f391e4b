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

    // A value beside an own handler is sent back with each letter, and overwrites those that were typed meanwhile; a bound one is not.
    [Fact]
    public void TypedText_IsBound() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor")
        where File.ReadAllText(Path.Combine(Repository.Root, file)).Contains(" @oninput=", StringComparison.Ordinal)
        select file);

    [GeneratedRegex("""[\w-]+="[^"<>]*&#?\w+;""")]
    private static partial Regex Entity();
}
