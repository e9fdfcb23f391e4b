namespace Dashboard.Recognition.Ocr;

/// <summary>The classes that readers tell apart: 0-9, then A-Z, then no character.</summary>
internal static class PlateAlphabet
{
    /// <summary>The class "no character".</summary>
    public const int Blank = 36;

    public const int Classes = 37;

    /// <summary>The character of a class other than <see cref="Blank"/>.</summary>
    public static char CharacterOf(int index) => (char)(index < 10 ? '0' + index : 'A' + index - 10);
}
