using System.Text;

namespace Dashboard.Tests.Fuzzing;

/// <summary>Changes bytes at random, in the ways in which parsers fall: turned, cut, repeated, mixed, and with what is hard to read put in.</summary>
internal static class Mutation
{
    private static readonly byte[][] Hard =
    [
        .. new[]
        {
            "0", "-1", "2147483648", "-9223372036854775809", "1e999", "NaN", "\0", "\r\n\r\n", "\"", "\"\"", "'", ",,,,", ";;;;", "\\", "%00",
            "%", "=", "[", "{", "]}",
            "<!DOCTYPE a [<!ENTITY b \"c\">]>&b;", "</", "\uFEFF", "\u2028", "\u0130\u0131ß", "\U0001F697", "../../../../etc/passwd",
            "2026-02-30T25:61:61Z",
            "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9999999-14:00", "Content-Length: 99999999999", "255.255.255.256",
            "[::1", "a=b=c", "   ",
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xD8], [0xFF, 0xD9], [0xFF, 0xFF, 0xFF, 0xFF], [0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0],
    ];

    /// <summary>The same whatever the process.</summary>
    public static int SeedOf(int seed, string name, int number) =>
        unchecked(name.Aggregate(seed, (hash, letter) => (hash * 31) + letter) + (number * 16777619));

    public static byte[] Create(IReadOnlyList<byte[]> seeds, int seed)
    {
        var random = new Random(seed);
        var bytes = seeds[random.Next(seeds.Count)].ToList();
        for (var changes = random.Next(6); changes > 0; changes--)
        {
            Change(bytes, seeds, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, IReadOnlyList<byte[]> seeds, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 1 << random.Next(1, 10)), bytes.Count - at);
        switch (random.Next(8))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4 when bytes.Count < 1 << 16:
                bytes.InsertRange(at, Enumerable.Repeat(bytes.GetRange(at, length), random.Next(1, 20)).SelectMany(part => part).ToList());
                break;
            case 5:
                var other = seeds[random.Next(seeds.Count)];
                var begin = random.Next(other.Length + 1);
                bytes.InsertRange(at, other[begin..(begin + random.Next(other.Length - begin + 1))]);
                break;
            default:
                bytes.InsertRange(at, Hard[random.Next(Hard.Length)]);
                break;
        }
    }
}
