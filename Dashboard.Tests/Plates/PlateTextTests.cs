using Dashboard.Domain.Alerts;
using Dashboard.Domain.Plates;
using Dashboard.Storage;
using Dashboard.Tests.Support;
using Dashboard.Web.Pages.Flows;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Plates;

/// <summary>One plate is one text, however it is written.</summary>
public sealed class PlateTextTests
{
    private static readonly Arbitrary<Random> Seeds = Gen.Choose(0, int.MaxValue - 1).Select(seed => new Random(seed)).ToArbitrary();

    [Theory]
    [InlineData("GÖ-AB 123", "GOAB123")]
    [InlineData("GO\u0308 AB·123", "GOAB123")]
    [InlineData("ｇｏ－ａｂ　１２３", "GOAB123")]
    [InlineData("А123ВС 77", "A123BC77")]
    [InlineData("аекморстух", "AEKMOPCTYX")]
    [InlineData("ІЈЅ іјѕ Ё Ї", "IJSIJSEI")]
    [InlineData("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")]
    [InlineData("αβεζηικμνορτυχ", "ABEZHIKMNOPTYX")]
    [InlineData("Ø1 æ2 Œ3 straße", "O1AE2OE3STRASSE")]
    [InlineData("ŁÓDŹ Đ ı ﬁ ①Ⅳ 𝐀𝟕", "LODZDIFI1IVA7")]
    [InlineData("A.B'C’D•E−F\u200BG\u00ADH\uFEFF", "ABCDEFGH")]
    [InlineData("a＊b？", "A*B?")]
    public void Read_OfWhatPeopleWrite_IsTheLatinPlate(string written, string plate)
    {
        Assert.Equal(plate, PlateText.NormalizePattern(written));
        Assert.Null(PlateText.Foreign(plate, withWildcards: true));
    }

    [Theory]
    [InlineData("京A12345", "京")]
    [InlineData("Ж123", "Ж")]
    [InlineData("AB/12", "/")]
    [InlineData("AB_12", "_")]
    [InlineData("50%", "%")]
    [InlineData("A😀B", "😀")]
    [InlineData("٣", "٣")]
    [InlineData("½", "½")]
    [InlineData("A\uFFFE", "\uFFFE")]
    [InlineData("A\0", "\0")]
    public void Foreign_InWhatNoPlateHas_IsTheCharacterAsItCame(string written, string foreign)
    {
        Assert.Equal(foreign, PlateText.Foreign(PlateText.NormalizePattern(written), withWildcards: true));
        Assert.NotNull(EntryPlate.Error(PlateText.NormalizePattern(written)));
    }

    [Fact]
    public void Foreign_InHalfACharacter_IsThatHalf() => Assert.Equal("\uD800", PlateText.Foreign(PlateText.NormalizePattern("A-\uD800Ö")));

    [Fact]
    public void Read_HoweverAPlateIsWritten_IsThePlate() => Prop.ForAll(Seeds, random =>
    {
        var plate = WorldText.Plate(random);
        var written = WorldText.Write(random, plate);
        Assert.Equal(plate, PlateText.NormalizePattern(written));
        Assert.Equal(plate, PlateText.Normalize(written));
        Assert.Equal(plate, FlowQueryTranslator.PlateOperand(written));
        Assert.Equal(plate, PlateSearch.Clean(written));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Read_OfAnythingAtAll_IsAPlateOrNamesWhatIsNone() => Prop.ForAll(Seeds, random =>
    {
        var written = WorldText.Any(random);
        var read = PlateText.NormalizePattern(written);
        Assert.Equal(read, PlateText.NormalizePattern(read));
        Assert.Equal(
            read.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '*' or '?'),
            PlateText.Foreign(read, withWildcards: true) is null);
        Assert.All(PlateText.Normalize(written), c => Assert.True(char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)));
        Assert.DoesNotContain(PlateText.Shown(written), char.IsControl);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Read_OfEachCodePoint_IsItsPlateOrItself_AndStaysThat()
    {
        // Planes 4 to 13 have no characters, but for the two at the end of each that are none at all.
        foreach (var code in Enumerable.Range(0, 0x110000).Where(code => code is < 0x40000 or >= 0xE0000 || (code & 0xFFFE) == 0xFFFE))
        {
            // Halves of pairs too, which strings may hold.
            var written = code <= char.MaxValue ? ((char)code).ToString() : char.ConvertFromUtf32(code);
            var read = PlateText.NormalizePattern(written);
            var foreign = PlateText.Foreign(read, withWildcards: true) ?? written;
            if (foreign != written || (read != written && PlateText.NormalizePattern(read) != read))
            {
                Assert.Fail($"U+{code:X4}");
            }
        }
    }

    [Fact]
    public void Read_OfWhatWasStoredBefore_IsAsItWas() => Prop.ForAll(Seeds, random =>
    {
        // Plates were stored as ASCII letters and digits, entries with wildcards: the same as ever, so nothing stored has to be read again.
        var stored = string.Concat(
            WorldText.Any(random).ToUpperInvariant().Where(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c is '*' or '?'))
            + WorldText.Plate(random);
        Assert.Same(stored, PlateText.NormalizePattern(stored));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void Normalize_OfAPlate_TakesNoMemory()
    {
        string[] plates = ["ABC123", "ZZ9", "1234567890123456"];
        foreach (var plate in plates)
        {
            Assert.Same(plate, PlateText.Normalize(plate));
        }

        Assert.Equal(0, Allocations.Min(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                PlateText.Normalize(plates[i % 3]);
            }
        }));
    }

    [Theory]
    [InlineData("  gö -  ab\u200B\t12\u0000 ", "gö - ab 12")]
    [InlineData("ABC123", "")]
    [InlineData("abc123", "abc123")]
    public void Written_OfAnEntry_IsWhatPeopleSaw(string text, string written) => Assert.Equal(written, EntryPlate.Written(text));

    [Theory]
    [InlineData(".", ".")]
    [InlineData("'", "'")]
    [InlineData(" - ", "")]
    [InlineData("A%E", "A%E")]
    public void PlateOperand_OfSeparatorsAlone_FindsNothing(string text, string operand) =>
        Assert.Equal(operand, FlowQueryTranslator.PlateOperand(text));
}
