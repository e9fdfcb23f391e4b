using System.Numerics;

namespace Dashboard.Domain.Alerts;

/// <summary>
/// A plate as one number: up to 12 characters of A-Z and 0-9 exactly, to the base of 37, which stays below 2^63; longer ones as a hash, whose
/// highest bit is set. Never 0.
/// </summary>
public static class PackedPlate
{
    /// <summary>The most characters that are packed exactly.</summary>
    public const int ExactLength = 12;

    private const int Base = 37;
    private const ulong HashMark = 1UL << 63;

    // FNV-1a, 64 bits; see G. Fowler, L. C. Noll, K.-P. Vo.
    private const ulong HashStart = 14695981039346656037;
    private const ulong HashPrime = 1099511628211;

    /// <summary>The number of a text; 0 where it is empty or holds anything but A-Z and 0-9.</summary>
    public static ulong Pack(ReadOnlySpan<char> text)
    {
        var exact = 0UL;
        var hash = HashStart;
        foreach (var c in text)
        {
            if (Digit(c) is not (> 0 and var digit))
            {
                return 0;
            }

            exact = unchecked((exact * Base) + (ulong)digit);
            hash = unchecked((hash ^ c) * HashPrime);
        }

        return text.Length <= ExactLength ? exact : Mix(hash) | HashMark;
    }

    /// <summary>Whether a number stands for one text only.</summary>
    public static bool IsExact(ulong packed) => (packed & HashMark) == 0;

    /// <summary>Spreads numbers evenly over all 64 bits, one to one (the end of MurmurHash3, A. Appleby).</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value ^= value >> 33;
            value *= 0xFF51AFD7ED558CCD;
            value ^= value >> 33;
            value *= 0xC4CEB9FE1A85EC53;
            return BitOperations.RotateLeft(value ^ (value >> 33), 32);
        }
    }

    private static int Digit(char c) => c switch
    {
        >= '0' and <= '9' => c - '0' + 1,
        >= 'A' and <= 'Z' => c - 'A' + 11,
        _ => 0,
    };
}
