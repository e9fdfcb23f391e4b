using Dashboard.Bench.Accuracy;

namespace Dashboard.Tests.Bench.Accuracy;

public sealed class ErrorCategoryTests
{
    [Theory]
    [InlineData("ABC123", "ABC123", ErrorCategory.None)]
    [InlineData("ABO123", "AB0123", ErrorCategory.LetterOrDigit)]
    [InlineData("ABO123", "AB0I23", ErrorCategory.LetterOrDigit)]
    [InlineData("B12345", "812345", ErrorCategory.LookAlike)]
    [InlineData("B12O45", "812045", ErrorCategory.LookAlike)]
    [InlineData("ABC1234", "1234ABC", ErrorCategory.LinesSwapped)]
    [InlineData("ABC1234", "1234", ErrorCategory.PartOnly)]
    [InlineData("ABC1234", "ABC12", ErrorCategory.PartOnly)]
    [InlineData("ABC1234", "ABC123", ErrorCategory.CharacterMissed)]
    [InlineData("ABC1234", "AC124", ErrorCategory.CharacterMissed)]
    [InlineData("ABC123", "ABC1233", ErrorCategory.CharacterAdded)]
    [InlineData("ABC123", "ABW123", ErrorCategory.OneOtherCharacter)]
    [InlineData("ABC123", "XKW123", ErrorCategory.OtherText)]
    [InlineData("ABC123", "AB0", ErrorCategory.OtherText)]
    public void Classify_TextForAnother_IsTheFirstCategoryThatFits(string label, string text, ErrorCategory expected) =>
        Assert.Equal(expected, ErrorCategories.Classify(label, text));

    [Fact]
    public void Names_OfAllClasses_AreDifferent()
    {
        var all = Enum.GetValues<ErrorCategory>();
        Assert.Equal(all.Length, all.Select(ErrorCategories.Name).Distinct().Count());
        Assert.Equal("letter_or_digit", ErrorCategories.Key(ErrorCategory.LetterOrDigit));
    }

    [Theory]
    [InlineData("ABC123", "AB123", "A=A B=B C=_ 1=1 2=2 3=3")]
    [InlineData("ABC12", "ABBC12", "A=A _=B B=B C=C 1=1 2=2")]
    [InlineData("OZU21", "0ZU2I", "O=0 Z=Z U=U 2=2 1=I")]
    [InlineData("AB", "", "A=_ B=_")]
    public void Alignment_OfTwoTexts_LaysWhatIsTheSameOverEachOther(string label, string read, string expected) =>
        Assert.Equal(expected, string.Join(' ', TextAlignment.Create(label, read).Select(place => $"{place.Label ?? '_'}={place.Read ?? '_'}")));

    [Fact]
    public void Alignment_OfRandomTexts_HoldsBothAndAsManyDifferencesAsTheirDistance()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var (a, b) = (Text(), Text());
            var places = TextAlignment.Create(a, b);
            Assert.Equal(a, string.Concat(places.Select(place => place.Label)));
            Assert.Equal(b, string.Concat(places.Select(place => place.Read)));
            Assert.Equal(Domain.Plates.PlateText.Distance(a, b), places.Count(place => !place.IsRight));
        }

        string Text() => string.Concat(Enumerable.Range(0, random.Next(0, 8)).Select(_ => "AB01"[random.Next(4)]));
    }
}
