using Dashboard.Recognition.Ocr;

namespace Dashboard.Tests.Recognition.Ocr;

/// <summary>The way back of <see cref="PlateAlphabet.CharacterOf"/>.</summary>
internal static class PlateClasses
{
    /// <summary>The class of a digit or a capital letter.</summary>
    public static int Find(char character) => Enumerable.Range(0, PlateAlphabet.Blank).First(index => PlateAlphabet.CharacterOf(index) == character);
}
