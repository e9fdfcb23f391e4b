using Dashboard.Domain.Plates;

namespace Dashboard.Tests.Plates;

public sealed class LookAlikeFoldingTests
{
    [Theory]
    [InlineData("OI8", "01B")]
    [InlineData("QLB5Z6", "D18S2G")]
    public void Fold_TextsThatLookAlike_AreOne(string a, string b) => Assert.Equal(LookAlikeFolding.Fold(a), LookAlikeFolding.Fold(b));

    [Fact]
    public void Fold_OtherTexts_StayApart()
    {
        Assert.NotEqual(LookAlikeFolding.Fold("AB1"), LookAlikeFolding.Fold("AC1"));
        Assert.Equal("ACEFHJKMNPRTUVWXY3479", LookAlikeFolding.Fold("ACEFHJKMNPRTUVWXY3479"));
        Assert.Equal(LookAlikeFolding.Groups.Sum(group => group.Length), LookAlikeFolding.Groups.SelectMany(group => group).Distinct().Count());
    }

    [Fact]
    public void Variants_OfAFewCharacters_AreAllThatFoldTheSameFewestChangesFirst()
    {
        var variants = LookAlikeFolding.Variants("A8I", 100);
        Assert.Equal(["A81", "A8I", "A8L", "AB1", "ABI", "ABL"], variants.Order(StringComparer.Ordinal));
        Assert.Equal("A8I", variants[0]);
        Assert.Equal([0, 1, 1, 1, 2, 2], variants.Select(variant => PlateText.Distance(variant, "A8I")));
    }

    [Fact]
    public void Variants_OfMany_AreNoMoreThanAsked()
    {
        var variants = LookAlikeFolding.Variants("OOOOIIII8888", 500);
        Assert.Equal(500, variants.Distinct().Count());
        Assert.All(variants, variant => Assert.InRange(PlateText.Distance(variant, "OOOOIIII8888"), 0, 3));
    }

    [Fact]
    public void Beginnings_OfAFewCharacters_AreEveryWayToWriteThem() =>
        Assert.Equal(["A82", "A8Z", "AB2", "ABZ"], LookAlikeFolding.Beginnings("A82", 32));

    [Fact]
    public void Beginnings_OfMany_AreCutAndAllFoldBack()
    {
        var beginnings = LookAlikeFolding.Beginnings("8220018", 8);
        Assert.Equal(8, beginnings.Count);
        Assert.All(beginnings, beginning => Assert.Equal("822", LookAlikeFolding.Fold(beginning)));
    }
}
