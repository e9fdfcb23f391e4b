namespace Dashboard.Domain.Alerts;

/// <summary>The plates of a list, eight bytes each; asked in a few dozen steps however many there are. Cannot change, so many threads may ask.</summary>
public sealed class PlateSet
{
    private readonly ulong[] _codes;

    /// <summary>A set of the first codes of an array, which it takes and sorts.</summary>
    /// <param name="codes">Numbers by <see cref="PlateCode.Of"/>, in any order, each as often as it likes.</param>
    /// <param name="count">How many of them count.</param>
    public PlateSet(ulong[] codes, int count)
    {
        Array.Resize(ref codes, count);
        Array.Sort(codes);
        _codes = codes;
    }

    /// <summary>How many there are.</summary>
    public int Count => _codes.Length;

    /// <summary>Whether a plate with this number is in the set; where the number is not exact, the plate itself has to be looked up.</summary>
    public bool Contains(ulong code) => Array.BinarySearch(_codes, code) >= 0;
}
