using Dashboard.Recognition.FrameSelection;

namespace Dashboard.Tests.Recognition.FrameSelection;

public sealed class CellDifferencesTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(640)]
    [InlineData(1919)]
    public void Compare_OfRandomRows_IsWhatTheNaiveTwinGives(int width)
    {
        var random = new Random(width);
        for (var kind = 0; kind < 4; kind++)
        {
            var rows = Enumerable.Range(0, 4).Select(_ => Row(random, width, kind)).ToArray();
            var cells = (width + 15) / 16;
            var (patterns, shifts) = (new byte[cells], new byte[cells]);

            CellDifferences.Compare(rows[0], rows[1], rows[2], rows[3], patterns, shifts);

            for (var i = 0; i < cells; i++)
            {
                var (pattern, shift) = Naive(rows, Math.Min(16 * i, width - 16));
                Assert.Equal((pattern, shift), (patterns[i], shifts[i]));
            }
        }
    }

    [Fact]
    public void Compare_OfRowsThatOnlyGotBrighter_SeesAShiftAndNoPattern()
    {
        var random = new Random(1);
        var before = Enumerable.Range(0, 64).Select(_ => (byte)random.Next(200)).ToArray();
        var after = before.Select(v => (byte)(v + 30)).ToArray();
        var (patterns, shifts) = (new byte[4], new byte[4]);

        CellDifferences.Compare(after, after, before, before, patterns, shifts);

        Assert.All(patterns, p => Assert.Equal(0, p));
        Assert.All(shifts, s => Assert.Equal(30, s));
    }

    [Fact]
    public void Compare_OfRowsNarrowerThanACell_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => CellDifferences.Compare(new byte[15], new byte[15], new byte[15], new byte[15], new byte[1], new byte[1]));

    /// <summary>Any values, only the extremes, black or white all over, or alike.</summary>
    private static byte[] Row(Random random, int width, int kind)
    {
        var all = (byte)(255 * random.Next(2));
        return [.. Enumerable.Range(0, width).Select(_ => kind switch
        {
            0 => (byte)random.Next(256),
            1 => (byte)(255 * random.Next(2)),
            2 => all,
            _ => (byte)(100 + random.Next(6)),
        })];
    }

    private static (byte Pattern, byte Shift) Naive(byte[][] rows, int x)
    {
        var differences = new List<int>();
        for (var i = x; i < x + 16; i++)
        {
            differences.Add(rows[0][i] - rows[2][i]);
            differences.Add(rows[1][i] - rows[3][i]);
        }

        var mean = (int)Math.Floor((differences.Sum() / 32.0) + 0.5);
        var pattern = (int)Math.Floor(differences.Sum(d => Math.Abs(d - mean)) * 4 / 32.0);
        return ((byte)Math.Min(255, pattern), (byte)Math.Min(255, Math.Abs(mean)));
    }
}
