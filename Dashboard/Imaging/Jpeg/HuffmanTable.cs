using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Dashboard.Imaging.Jpeg;

/// <summary>
/// Codes of a JPEG's coefficients, for going past them: how many bits a code takes with the value behind it, and how many coefficients it
/// stands for. See ITU-T T.81, annexes C and F.
/// </summary>
internal sealed class HuffmanTable
{
    public const int MaxCodeBits = 16;

    private const int FastBits = 10;
    private readonly ushort[] _fast = new ushort[1 << FastBits];
    private readonly int[] _ends = new int[MaxCodeBits + 1];
    private readonly int[] _offsets = new int[MaxCodeBits + 1];
    private readonly byte[] _symbols;

    /// <summary>Reads a table of a DHT segment; null where there are more codes than fit into their lengths.</summary>
    /// <param name="counts">Codes of each length from 1 to 16 bits.</param>
    /// <param name="symbols">What they mean, in their order.</param>
    public static HuffmanTable? TryCreate(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        var table = new HuffmanTable(symbols.ToArray());
        for (int bits = 1, code = 0, index = 0; bits <= MaxCodeBits; bits++, code <<= 1)
        {
            var count = counts[bits - 1];
            table._offsets[bits] = index - code;
            for (var i = 0; i < count && bits <= FastBits; i++)
            {
                var entry = Entry(bits, symbols[index + i]);
                var from = Math.Min((code + i) << (FastBits - bits), 1 << FastBits);
                table._fast.AsSpan(from, Math.Min(1 << (FastBits - bits), (1 << FastBits) - from)).Fill(entry);
            }

            (code, index) = (code + count, index + count);
            table._ends[bits] = code;
            if (code > 1 << bits)
            {
                return null;
            }
        }

        return table;
    }

    private HuffmanTable(byte[] symbols) => _symbols = symbols;

    /// <summary>Bits that the next code takes together with its value.</summary>
    public static int Bits(int entry) => entry & 0xFF;

    /// <summary>Coefficients that it stands for; 0: all the rest of the block are nothing.</summary>
    public static int Coefficients(int entry) => entry >> 8;

    /// <summary>The code that the uppermost bits begin with; 0: there is none such.</summary>
    public int Find(ulong window)
    {
        int entry = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_fast), (nint)(window >> (64 - FastBits)));
        return entry != 0 ? entry : FindLong((int)(window >> (64 - MaxCodeBits)));
    }

    private int FindLong(int window)
    {
        for (var bits = FastBits + 1; bits <= MaxCodeBits; bits++)
        {
            var code = window >> (MaxCodeBits - bits);
            if (code < _ends[bits] && code + _offsets[bits] is var index && index >= 0 && index < _symbols.Length)
            {
                return Entry(bits, _symbols[index]);
            }
        }

        return 0;
    }

    // The symbol: coefficients that are nothing (upper half), bits of the value that follows (lower). 0: the end; F0: sixteen nothings.
    private static ushort Entry(int bits, byte symbol)
    {
        int zeros = symbol >> 4, size = symbol & 15;
        var coefficients = size > 0 ? zeros + 1 : zeros == 15 ? 16 : 0;
        return (ushort)((coefficients << 8) | (bits + size));
    }
}
