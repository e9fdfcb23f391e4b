namespace Dashboard.Recognition.Ocr;

/// <summary>A plate's text in a number, six bits a character, so that texts are compared and kept without allocating.</summary>
/// <param name="Bits">The last character is in the lowest bits; 0 is the empty text.</param>
internal readonly record struct PackedText(UInt128 Bits) : IComparable<PackedText>
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 20;

    private const int CharacterBits = 6;

    public int Length => (128 - (int)UInt128.LeadingZeroCount(Bits) + CharacterBits - 1) / CharacterBits;

    /// <summary>Class of the last character (<see cref="PlateAlphabet"/>); -1 where there is none.</summary>
    public int Last => (int)(Bits & 63) - 1;

    /// <param name="character">Class of the character.</param>
    public PackedText With(int character) => new((Bits << CharacterBits) | (uint)(character + 1));

    /// <summary>Writes the characters; returns their part of the span.</summary>
    /// <param name="target">At least <see cref="MaxLength"/> characters.</param>
    public ReadOnlySpan<char> Write(Span<char> target)
    {
        var length = Length;
        var bits = Bits;
        for (var i = length - 1; i >= 0; i--)
        {
            target[i] = PlateAlphabet.CharacterOf((int)(bits & 63) - 1);
            bits >>= CharacterBits;
        }

        return target[..length];
    }

    /// <summary>Some order, the same on every machine.</summary>
    public int CompareTo(PackedText other) => Bits.CompareTo(other.Bits);

    public override string ToString() => new(Write(stackalloc char[MaxLength]));
}
