namespace Dashboard.Recognition.Ocr;

/// <summary>The classes that readers tell apart: 0-9, then A-Z, then no character.</summary>
internal static class PlateAlphabet
{
    /// <summary>The class "no character".</summary>
    public const int Blank = 36;

    public const int Classes = 37;

    /// <summary>The character of a class other than <see cref="Blank"/>.</summary>
    public static char CharacterOf(int index) => (char)(index < 10 ? '0' + index : 'A' + index - 10);

    /// <summary>The class of a character, lower case as upper; <see cref="Blank"/> for what no plate has.</summary>
    public static int ClassOf(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'A' and <= 'Z' => character - 'A' + 10,
        >= 'a' and <= 'z' => character - 'a' + 10,
        _ => Blank,
    };
}
