using System.Text.RegularExpressions;

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

    // Blazor takes these events to the field alone: a handler at a form or a part of it never hears one. @onfieldchange does.
    [Fact]
    public void Events_OfFields_AreHeardWhereTheyAreHandled() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor")
        where DeafHandler().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file)))
        select file);

    // A value beside an own handler is sent back with each letter, and overwrites those that were typed meanwhile; a bound one is not.
    [Fact]
    public void TypedText_IsBound() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor")
        where File.ReadAllText(Path.Combine(Repository.Root, file)).Contains(" @oninput=", StringComparison.Ordinal)
        select file);

    // A bound field of numbers lets go what is no number, and the form would save another one. NumberBox keeps it.
    [Fact]
    public void Numbers_AreKeptAsTyped() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor")
        where BoundNumber().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file)))
        select file);

    // A page whose address holds a number that is none would break.
    [Fact]
    public void Addresses_AreTakenAsText() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor").Concat(Repository.Files("Dashboard/Web", "*.cs"))
        where NumberOfAddress().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, file)))
        select file);

    // Closing a flow leads back to the page that it was opened from, which its address has to say.
    [Fact]
    public void Flows_AreOpenedWithTheWayBack() => Assert.Empty(
        from file in Repository.Files("Dashboard/Web", "*.razor")
        where !file.Contains("/Flows/", StringComparison.Ordinal)
            && File.ReadAllText(Path.Combine(Repository.Root, file)).Contains("Urls.Flow(", StringComparison.Ordinal)
        select file);

    [GeneratedRegex(@"<(?:form|fieldset|section|div|details|label|table|t[dhr]|ul|ol|li|dl|p|span)\b[^>]*\s@on(?:change|focus|blur)=")]
    private static partial Regex DeafHandler();

    [GeneratedRegex("""type="number"[^>]*@bind""")]
    private static partial Regex BoundNumber();

    [GeneratedRegex("""SupplyParameterFromQuery[^\]]*\]\s+public (int|long|bool|double|DateTime)""")]
    private static partial Regex NumberOfAddress();

    [GeneratedRegex("""[\w-]+="[^"<>]*&#?\w+;""")]
    private static partial Regex Entity();
}
