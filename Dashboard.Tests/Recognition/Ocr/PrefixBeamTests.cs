using Dashboard.Recognition.Ocr;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Recognition.Ocr;

public sealed class PrefixBeamTests
{
    private static readonly int[] Used = [PlateAlphabet.Blank, PlateClasses.Find('A'), PlateClasses.Find('8'), PlateClasses.Find('B')];

    [Fact]
    public void Decode_RandomScores_EqualsTheSumOverAllPaths()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var scores = RandomScores(random, steps: 1 + (round % 6));
            var expected = SumPaths(scores);

            var texts = Decode(scores, new PrefixBeam(width: 4096, floor: 0));

            Assert.Equal(expected.Count, texts.Count);
            foreach (var (text, probability) in texts)
            {
                Assert.Equal(expected[text], probability, 1e-6);
            }

            Assert.Equal(texts.OrderByDescending(t => t.Confidence), texts);
        }
    }

    [Fact]
    public void Decode_NarrowBeam_KeepsTheBest()
    {
        var random = new Random(2);
        for (var round = 0; round < 30; round++)
        {
            var scores = RandomScores(random, 5, sharpness: 6);

            var best = Decode(scores, new PrefixBeam())[0];

            Assert.Equal(SumPaths(scores).MaxBy(p => p.Value).Key, best.Text);
        }
    }

    [Fact]
    public void Alphabet_IsDigitsThenLetters() => Assert.Equal(
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", string.Concat(Enumerable.Range(0, PlateAlphabet.Blank).Select(PlateAlphabet.CharacterOf)));

    [Fact]
    public void Decode_ManyLinesInARow_AreIndependentAndAllocateNothing()
    {
        var random = new Random(3);
        var beam = new PrefixBeam();
        var lines = Enumerable.Range(0, 40).Select(_ => RandomScores(random, 72, sharpness: 8)).ToArray();
        var expected = lines.Select(line => Decode(line, new PrefixBeam())).ToArray();
        Assert.Equal(0, Allocations.Min(() =>
        {
            foreach (var line in lines)
            {
                beam.Decode(line);
            }
        }));
        Assert.All(lines.Zip(expected), pair => Assert.Equal(pair.Second, Decode(pair.First, beam)));
    }

    [Fact]
    public void Decode_LongerThanAnyPlate_HasNoText() => Assert.Empty(Decode(Certain("0123456789ABCDEFGHIJKLMNOP"), new PrefixBeam()));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("Z0Z")]
    [InlineData("00AB12")]
    [InlineData("ZZZZZZZZZZZZZZZZZZZZ")]
    public void PackedText_AnyText_IsThereAndBack(string text)
    {
        var packed = text.Aggregate(default(PackedText), (all, c) => all.With(PlateClasses.Find(c)));

        Assert.Equal(text, packed.ToString());
        Assert.Equal(text.Length, packed.Length);
    }

    private static List<(string Text, double Confidence)> Decode(float[] scores, PrefixBeam beam)
    {
        beam.Decode(scores);
        return [.. Enumerable.Range(0, beam.Count).Select(i => (beam[i].Text.ToString(), beam[i].Probability))];
    }

    private static float[] Certain(string text)
    {
        var values = new float[text.Length * 2 * PlateAlphabet.Classes];
        for (var i = 0; i < text.Length; i++)
        {
            values[(2 * i * PlateAlphabet.Classes) + PlateClasses.Find(text[i])] = 1;
            values[(((2 * i) + 1) * PlateAlphabet.Classes) + PlateAlphabet.Blank] = 1;
        }

        return values;
    }

    private static float[] RandomScores(Random random, int steps, double sharpness = 1)
    {
        var values = new float[steps * PlateAlphabet.Classes];
        for (var t = 0; t < steps; t++)
        {
            var parts = Used.Select(_ => (float)Math.Pow(random.NextSingle(), sharpness)).ToArray();
            for (var i = 0; i < Used.Length; i++)
            {
                values[(t * PlateAlphabet.Classes) + Used[i]] = parts[i] / parts.Sum();
            }
        }

        return values;
    }

    private static Dictionary<string, double> SumPaths(float[] scores)
    {
        var sums = new Dictionary<string, double>();
        for (var path = 0; path < Math.Pow(Used.Length, (scores.Length / PlateAlphabet.Classes)); path++)
        {
            var (text, last, probability) = ("", PlateAlphabet.Blank, 1.0);
            for (int t = 0, rest = path; t < (scores.Length / PlateAlphabet.Classes); t++, rest /= Used.Length)
            {
                var c = Used[rest % Used.Length];
                probability *= scores[(t * PlateAlphabet.Classes) + c];
                text += c != PlateAlphabet.Blank && c != last ? PlateAlphabet.CharacterOf(c) : "";
                last = c;
            }

            sums[text] = sums.GetValueOrDefault(text) + probability;
        }

        return sums;
    }
}
