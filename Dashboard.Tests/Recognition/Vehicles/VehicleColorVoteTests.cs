using Dashboard.Domain.Flows;
using Dashboard.Recognition.Vehicles;

namespace Dashboard.Tests.Recognition.Vehicles;

public sealed class VehicleColorVoteTests
{
    private readonly VehicleColorVote _vote = new();

    [Fact]
    public void NoView_TellsNothing() => Assert.Equal((VehicleColor.None, 0), _vote.Decide());

    [Fact]
    public void Views_AreAsSureAsTheirMean()
    {
        _vote.Add(Shares(VehicleColor.Red, .9f));
        _vote.Add(Shares(VehicleColor.Red, .7f));

        var (color, confidence) = _vote.Decide();

        Assert.Equal(VehicleColor.Red, color);
        Assert.Equal(.8, confidence, .0001);
    }

    [Fact]
    public void Views_ThatDisagree_TellNothing()
    {
        _vote.Add(Shares(VehicleColor.White, .95f));
        _vote.Add(Shares(VehicleColor.SilverGray, .9f));

        Assert.Equal((VehicleColor.None, 0), _vote.Decide());
    }

    private static float[] Shares(VehicleColor color, float share) =>
        [.. VehicleColorReader.Colors.Select(other => other == color ? share : (1 - share) / (VehicleColorReader.Colors.Count - 1))];
}
