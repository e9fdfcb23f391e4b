using System.Text.RegularExpressions;
using Dashboard.Domain.Alerts;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Alerts;

/// <summary>Sets of plates and of patterns against looking at each.</summary>
public sealed class PlateMatchingTests
{
    private static readonly Gen<string> Plates = Gen.Choose(0, 15).SelectMany(n => Gen.Elements('A', 'B', 'Z', '0', '1', '9', 'É').ArrayOf(n)).Select(text => new string(text));
    private static readonly Gen<string> Patterns = Gen.Choose(1, 6).SelectMany(n => Gen.Elements('A', 'B', '0', '*', '?').ArrayOf(n)).Select(text => new string(text));

    [Fact]
    public void Code_OfDifferentPlates_IsDifferentWhereItIsExact() => Check(
        from one in Plates from other in Plates select (one, other),
        pair =>
        {
            var (one, other) = (PlateCode.Of(pair.one), PlateCode.Of(pair.other));
            return pair.one == pair.other ? one == other : one != other || !PlateCode.IsExact(one);
        });

    [Theory]
    [InlineData("ZZZZZZZZZZZZ", true)]
    [InlineData("A", true)]
    [InlineData("ZZZZZZZZZZZZZ", false)]
    [InlineData("AÉ", false)]
    public void Code_UpToTwelveOrdinaryCharacters_IsExact(string plate, bool isExact) => Assert.Equal(isExact, PlateCode.IsExact(PlateCode.Of(plate)));

    [Fact]
    public void Set_AskedForAnyPlate_HoldsWhatWasPutIn() => Check(
        from held in Plates.ListOf() from asked in Plates select (held, asked),
        pair =>
        {
            var codes = pair.held.Select(plate => PlateCode.Of(plate)).ToArray();
            var set = new PlateSet(codes, codes.Length);
            return set.Contains(PlateCode.Of(pair.asked)) == pair.held.Contains(pair.asked) && pair.held.All(plate => set.Contains(PlateCode.Of(plate)));
        });

    [Fact]
    public void Patterns_HeldAgainstAPlate_MatchWhatEachOfThemDoes() => Check(
        from patterns in Patterns.ListOf() from plate in Gen.Choose(0, 6).SelectMany(n => Gen.Elements('A', 'B', '0').ArrayOf(n)) select (patterns, new string(plate)),
        pair =>
        {
            var tree = new PlatePatterns();
            foreach (var pattern in pair.patterns)
            {
                tree.Add(pattern);
            }

            var matching = pair.patterns.Where(pattern => Regex.IsMatch(pair.Item2, $"^{Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".")}$")).ToList();
            var found = tree.Find(pair.Item2);
            return matching.Count == 0 ? found is null : found is not null && matching.Any(pattern => Stars(pattern) == Stars(found));
        });

    [Theory]
    [InlineData(1, 0, 1440, "2026-11-22T12:00", true)] // A Sunday.
    [InlineData(2, 0, 1440, "2026-11-22T12:00", false)]
    [InlineData(127, 480, 1020, "2026-11-22T08:00", true)]
    [InlineData(127, 480, 1020, "2026-11-22T17:00", false)]
    [InlineData(1, 1320, 360, "2026-11-22T23:00", true)]
    [InlineData(1, 1320, 360, "2026-11-23T05:59", true)] // The night that began on Sunday.
    [InlineData(1, 1320, 360, "2026-11-22T05:59", false)]
    public void Schedule_DaysAndHours_Include(int days, int from, int to, string moment, bool isIn) =>
        Assert.Equal(isIn, new AlertSchedule(days, from, to).Includes(DateTime.Parse(moment, System.Globalization.CultureInfo.InvariantCulture)));

    private static string Stars(string pattern) => Regex.Replace(pattern, "\\*+", "*");

    private static void Check<T>(Gen<T> cases, Func<T, bool> holds) => Prop.ForAll(cases.ToArbitrary(), holds).QuickCheckThrowOnFailure();
}
