using Dashboard.Domain.Flows;

namespace Dashboard.Tests.Flows;

public sealed class PassagePairTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Build_WithoutDirections_PairsEachWithTheOneBefore()
    {
        var pairs = PassagePair.Build([At(3, 30), At(1, 0), At(2, 10)]);
        Assert.Equal([(2, 3, 20.0, false), (1, 2, 10.0, false)], pairs.Select(Shown));
    }

    [Fact]
    public void Build_WithDirections_PairsInAndOut()
    {
        // In, out; in twice (it left unseen), out; a last one in, which is still inside; one of no known direction is left out.
        var pairs = PassagePair.Build([At(1, 0, 90), At(2, 10, 265), At(3, 20, 95), At(4, 30, 85), At(5, 35), At(6, 50, 280), At(7, 60, 90)]);
        Assert.Equal([(4, 6, 20.0, true), (1, 2, 10.0, true)], pairs.Select(Shown));
    }

    [Theory]
    [InlineData(350, 170, true)]
    [InlineData(350, 110, true)]
    [InlineData(350, 100, false)]
    [InlineData(10, 350, false)]
    public void Build_OppositeDirections_AreFarApartOnTheCircle(int first, int second, bool isPair) =>
        Assert.Equal(isPair, PassagePair.Build([At(1, 0, first), At(2, 1, second)]).Count == 1);

    [Fact]
    public void Build_WithNames_PairsAcrossCameras_WhateverTheWayThroughThePicture()
    {
        // Both cameras see vehicles come down the picture: one stands at the entrance, the other at the exit.
        var pairs = PassagePair.Build([At(1, 0, 180, "in"), At(2, 10, 175, "out"), At(3, 20, 180, "in"), At(4, 30, 0, "In"), At(5, 40, 180, "out")]);
        Assert.Equal([(4, 5, 10.0, true), (1, 2, 10.0, true)], pairs.Select(Shown));
    }

    [Fact]
    public void Build_OfOneOrNone_IsEmpty()
    {
        Assert.Empty(PassagePair.Build([]));
        Assert.Empty(PassagePair.Build([At(1, 0)]));
        Assert.Empty(PassagePair.Build([At(1, 0, 5)]));
    }

    private static Passage At(long id, int minutes, int? direction = null, string? name = null) =>
        new(id, Noon.AddMinutes(minutes), 1, direction, name);

    private static (int First, int Second, double Minutes, bool IsThereAndBack) Shown(PassagePair pair) =>
        ((int)pair.First.FlowId, (int)pair.Second.FlowId, pair.Duration.TotalMinutes, pair.IsThereAndBack);
}
