using Dashboard.Domain.Plates;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Plates;

public sealed class ReadingSimilarityTests
{
    private static readonly Arbitrary<string> Plates =
        Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".ToCharArray()).ArrayOf().Select(c => new string(c.Take(12).ToArray())).ToArbitrary();

    [Fact]
    public void Distance_IsSymmetric_AndNeverMoreThanThePlainOne() => Prop.ForAll(Plates, Plates, (a, b) =>
    {
        Assert.Equal(ReadingSimilarity.Distance(a, b), ReadingSimilarity.Distance(b, a), 9);
        Assert.InRange(ReadingSimilarity.Distance(a, b), ReadingSimilarity.LookAlikeCost * PlateText.Distance(a, b), PlateText.Distance(a, b) + 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Similarity_IsOneForTheSameTextOnly() => Prop.ForAll(Plates, Plates, (a, b) =>
    {
        Assert.Equal(1, ReadingSimilarity.Measure(a, a));
        Assert.InRange(ReadingSimilarity.Measure(a, b), 0, 1);
        Assert.Equal(a == b, ReadingSimilarity.Measure(a, b) > 0.999);
        Assert.Equal(ReadingSimilarity.Measure(a, b), ReadingSimilarity.Measure(b, a), 9);
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("KD472MX", "KO472MX", 0.4)]
    [InlineData("KD472MX", "KD4721MX", 1)]
    [InlineData("KD472MX", "KP472MX", 1)]
    [InlineData("80B5", "8O85", 0.8)]
    public void Distance_CountsLookAlikesLess(string a, string b, double expected) => Assert.Equal(expected, ReadingSimilarity.Distance(a, b), 9);

    [Theory]
    [InlineData("72MX", "KD472MX", 0.75)]
    [InlineData("KD4", "KD472MX", 0.75)]
    [InlineData("MX", "KD472MX", 2 / 7.0)]
    public void Similarity_KnowsABeginningAndAnEnd(string part, string whole, double expected) =>
        Assert.Equal(expected, ReadingSimilarity.Measure(part, whole), 9);
}
