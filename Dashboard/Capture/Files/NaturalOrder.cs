namespace Dashboard.Capture.Files;

/// <summary>Orders names as a person would: runs of digits by their value, the rest by letter without regard to case.</summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static readonly NaturalOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var a = x.AsSpan();
        var b = y.AsSpan();
        while (!a.IsEmpty && !b.IsEmpty)
        {
            int order;
            var (digitsA, digitsB) = (Digits(a), Digits(b));
            if (digitsA > 0 && digitsB > 0)
            {
                var numberA = a[..digitsA].TrimStart('0');
                var numberB = b[..digitsB].TrimStart('0');
                order = numberA.Length != numberB.Length
                    ? numberA.Length.CompareTo(numberB.Length)
                    : numberA.SequenceCompareTo(numberB);
                a = a[digitsA..];
                b = b[digitsB..];
            }
            else
            {
                order = char.ToUpperInvariant(a[0]).CompareTo(char.ToUpperInvariant(b[0]));
                a = a[1..];
                b = b[1..];
            }

            if (order != 0)
            {
                return order;
            }
        }

        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(x, y);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
