using System.Globalization;

namespace Dashboard.Tests.Fuzzing;

/// <summary>
/// Whatever reads what others have written: it may refuse, and only as it says that it does. <c>FUZZ_CASES</c> sets how many for each parser,
/// <c>FUZZ_SEED</c> which; a failure names both and the input.
/// </summary>
public sealed class ParserFuzzTests
{
    private static readonly int Cases = Number("FUZZ_CASES", 300);
    private static readonly int Seed = Number("FUZZ_SEED", 20261128);

    public static TheoryData<string> Names => [.. Parsers.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Parser_OfWhatWasChangedAtRandom_ReadsOrRefuses(string name)
    {
        var parser = Parsers.All[name];
        var (read, refused) = (0, 0);
        for (var number = 0; number < Cases; number++)
        {
            var input = Mutation.Create(parser.Seeds, Mutation.SeedOf(Seed, name, number));
            try
            {
                await parser.ReadAsync(input);
                read++;
            }
            catch (Exception exception) when (Array.Exists(parser.Refusals, kind => kind.IsInstanceOfType(exception)))
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"{name}, case {number} of seed {Seed}: {exception}\n{Convert.ToBase64String(input)}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {Cases} cases of seed {Seed}, {read} read, {refused} refused");
        Assert.True(read > 0, $"{name} has read none of {Cases}: its seeds are wrong.");
    }

    [Fact]
    public async Task Seeds_AreReadAsTheyAre()
    {
        foreach (var (name, parser) in Parsers.All)
        {
            foreach (var seed in parser.Seeds)
            {
                Assert.Null(await Record.ExceptionAsync(async () => await parser.ReadAsync(seed)) is { } fault ? $"{name}: {fault}" : null);
            }
        }
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;
}
