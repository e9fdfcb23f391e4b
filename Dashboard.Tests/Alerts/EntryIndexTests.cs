using System.Text.RegularExpressions;
using Dashboard.Domain.Alerts;

namespace Dashboard.Tests.Alerts;

/// <summary>Plates in memory answer as looking at each entry would.</summary>
public sealed class EntryIndexTests
{
    [Theory]
    [InlineData("ABC123", "AB")]
    [InlineData("AB", "ABC0123456789")]
    [InlineData("A", "A1")]
    [Trait("Category", "Thorough")]
    public void Find_AmongRandomEntries_IsWhatLookingAtEachGives(string letters, string textLetters)
    {
        var random = new Random(7);
        for (var round = 0; round < 300; round++)
        {
            var entries = Enumerable.Range(0, random.Next(60))
                .Select(_ => Text(random, letters + (random.Next(3) == 0 ? "*?" : ""), 15))
                .Distinct()
                .ToList();
            var builder = new EntryIndex.Builder(random.Next(4));
            entries.ForEach(builder.Add);
            var index = builder.Build();
            Assert.Equal(entries.Count, index.Count);
            var wildcards = entries.Where(entry => entry.AsSpan().ContainsAny('*', '?')).ToDictionary(entry => entry, Wildcards);
            foreach (var text in entries.Where(entry => !entry.AsSpan().ContainsAny('*', '?'))
                .Concat(Enumerable.Range(0, 60).Select(_ => Text(random, textLetters, 16))))
            {
                var found = index.Find(text);
                Assert.Equal(Naive(entries, wildcards, text), found?.Plate);
                Assert.Equal(text.Length <= 12 || found?.Plate.AsSpan().ContainsAny('*', '?') != false, found?.IsCertain != false);
            }
        }
    }

    [Fact]
    public void Pack_OfShortTexts_IsOneToOne()
    {
        const string alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        var all = alphabet.SelectMany(a => alphabet.SelectMany(b => alphabet.Select(c => $"{a}{b}{c}").Append($"{a}{b}"))).Distinct().ToList();
        Assert.Equal(all.Count, all.Select(text => PackedPlate.Pack(text)).Distinct().Count());
        Assert.True(PackedPlate.IsExact(PackedPlate.Pack("ZZZZZZZZZZZZ")));
        Assert.False(PackedPlate.IsExact(PackedPlate.Pack("ZZZZZZZZZZZZZ")));
        Assert.Equal(0UL, PackedPlate.Pack("ÄB"));
    }

    [Fact]
    public void Million_OfPlates_TakesAboutEightMegabytes()
    {
        var builder = new EntryIndex.Builder(1_000_000);
        for (var i = 0; i < 1_000_000; i++)
        {
            builder.Add($"A{i}");
        }

        var index = builder.Build();
        Assert.InRange(index.Bytes, 8_000_000, 9_500_000);
        Assert.Equal("A999999", index.Find("A999999")?.Plate);
        Assert.Null(index.Find("A1000000"));
    }

    [Fact]
    public void Wildcards_MeantToBeSlow_AnswerAllTheSame()
    {
        var builder = new EntryIndex.Builder(0);
        builder.Add("***************");
        builder.Add("*A*A*A*A*A*A*B");
        builder.Add("*?*?*?*?*?*?*?B");
        Assert.Equal("***************", builder.Build().Find("AAAAAAAAAAAAAAAA")?.Plate);
    }

    [Theory]
    [InlineData(" ab-c 12.3 ", "ABC123", null)]
    [InlineData("a*b?", "A*B?", null)]
    [InlineData("MÜ 1", "MU1", null)]
    [InlineData("MЖ 1", "MЖ1", "'Ж'")]
    [InlineData("1234567890123456", "1234567890123456", "16 characters")]
    [InlineData(" - ", "", "missing")]
    public void EntryPlate_AsPeopleWriteIt_IsNormalisedOrExplained(string written, string plate, string? error)
    {
        Assert.Equal(plate, EntryPlate.Normalize(written));
        Assert.Contains(error ?? "", EntryPlate.Error(plate) ?? "");
        Assert.Equal(error is null, EntryPlate.Error(plate) is null);
    }

    private static string Text(Random random, string letters, int maxLength) =>
        new([.. Enumerable.Range(0, random.Next(1, maxLength + 1)).Select(_ => letters[random.Next(letters.Length)])]);

    private static Regex Wildcards(string entry) =>
        new($"^{Regex.Escape(entry).Replace(@"\*", ".*").Replace(@"\?", ".")}$", RegexOptions.NonBacktracking);

    private static string? Naive(List<string> entries, Dictionary<string, Regex> wildcards, string text) => entries.Contains(text) ? text : entries
        .Where(entry => wildcards.TryGetValue(entry, out var pattern) && pattern.IsMatch(text))
        .OrderByDescending(entry => entry.Count(char.IsLetterOrDigit)).ThenBy(entry => entry, StringComparer.Ordinal).FirstOrDefault();
}
