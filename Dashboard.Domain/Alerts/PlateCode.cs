namespace Dashboard.Domain.Alerts;

/// <summary>Plates as numbers, for comparing millions: up to twelve characters of A-Z and 0-9 exactly, others by a hash.</summary>
public static class PlateCode
{
    private const int ExactLength = 12;
    private const ulong Base = 37;
    private const ulong HashMark = 1UL << 63;

    /// <summary>The plate's number. Plates with the same number are the same where <see cref="IsExact"/>.</summary>
    public static ulong Of(ReadOnlySpan<char> plate)
    {
        if (plate.Length > ExactLength)
        {
            return Hash(plate);
        }

        ulong code = 0;
        foreach (var c in plate)
        {
            var digit = c is >= '0' and <= '9' ? c - '0' + 1 : c is >= 'A' and <= 'Z' ? c - 'A' + 11 : 0;
            if (digit == 0)
            {
                return Hash(plate);
            }

            code = (code * Base) + (ulong)digit; // 37^12 is below 2^63.
        }

        return code;
    }

    /// <summary>Whether no other plate has this number.</summary>
    public static bool IsExact(ulong code) => (code & HashMark) == 0;

    // FNV-1a over the characters (Fowler, Noll, Vo).
    private static ulong Hash(ReadOnlySpan<char> plate)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in plate)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return hash | HashMark;
    }
}
