using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Cameras;

public sealed class RegionOfInterestTests
{
    private const string Left = "0,0 0.5,0 0.5,1 0,1";
    private const string Hole = "!0.1,0.1 0.3,0.1 0.3,0.3 0.1,0.3";
    private const string Right = "0.6,0 1,0 1,1 0.6,1";

    [Theory]
    [InlineData(Left, 0.2, 0.2, true)]
    [InlineData(Left, 0.7, 0.2, false)]
    [InlineData($"{Left};{Right}", 0.7, 0.2, true)]
    [InlineData($"{Left};{Right}", 0.55, 0.2, false)]
    [InlineData($"{Left};{Hole}", 0.2, 0.2, false)]
    [InlineData($"{Hole};{Left}", 0.2, 0.2, false)]
    [InlineData($"{Left};{Hole}", 0.4, 0.2, true)]
    [InlineData(Hole, 0.2, 0.2, false)]
    [InlineData(Hole, 0.9, 0.9, true)]
    public void Contains_IncludedAndExcludedPolygons_IsInsideTheOnesAndOutsideTheOthers(string text, double x, double y, bool expected) =>
        Assert.Equal(expected, RegionOfInterest.FromText(text)!.Contains(new PicturePoint((float)x, (float)y)));

    [Fact]
    public void Contains_AnyPolygonsAndPoint_IsAsCountedOneByOne()
    {
        var point = Gen.Choose(0, 100).Two().Select(xy => new PicturePoint(xy.Item1 / 100f, xy.Item2 / 100f));
        var polygon = point.ListOf(5)
            .SelectMany(corners => Gen.Elements(true, false).Select(isExcluded => RegionOfInterestPolygon.Create(corners, isExcluded)!));
        var cases = polygon.NonEmptyListOf().Where(list => list.Count <= RegionOfInterest.MaxPolygons)
            .SelectMany(polygons => point.Select(at => (Polygons: polygons, At: at)));
        Prop.ForAll(cases.ToArbitrary(), one =>
        {
            var inside = one.Polygons.Where(polygon => polygon.Contains(one.At)).ToList();
            var expected = !inside.Any(polygon => polygon.IsExcluded)
                && (inside.Count > 0 || one.Polygons.All(polygon => polygon.IsExcluded));
            var region = RegionOfInterest.Create([.. one.Polygons])!;
            return region.Contains(one.At) == expected && RegionOfInterest.FromText(region.ToText())!.Equals(region);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Text_OfOnePolygon_IsWhatEarlierVersionsWrote()
    {
        var region = RegionOfInterest.FromText("0.1,0.25 0.9,0.25 0.5,1")!;

        Assert.Equal(3, Assert.Single(region.Polygons).Corners.Count);
        Assert.False(region.Polygons[0].IsExcluded);
        Assert.Equal("0.1,0.25 0.9,0.25 0.5,1", region.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("0,0 1,1")]
    [InlineData("0,0 1,0 2,1")]
    [InlineData($"{Left};")]
    [InlineData($"{Left};0,0 x,1 1,1")]
    public void FromText_WhatIsNoRegion_IsNull(string? text) => Assert.Null(RegionOfInterest.FromText(text));

    [Fact]
    public void Create_TooManyPolygonsOrCorners_IsNull()
    {
        var polygon = RegionOfInterestPolygon.Create([new(0, 0), new(1, 0), new(1, 1)])!;

        Assert.Null(RegionOfInterest.Create([]));
        Assert.NotNull(RegionOfInterest.Create([.. Enumerable.Repeat(polygon, RegionOfInterest.MaxPolygons)]));
        Assert.Null(RegionOfInterest.Create([.. Enumerable.Repeat(polygon, RegionOfInterest.MaxPolygons + 1)]));
        Assert.Null(RegionOfInterestPolygon.Create([.. Enumerable.Repeat(new PicturePoint(0, 0), RegionOfInterestPolygon.MaxCorners + 1)]));
    }

    [Theory]
    [InlineData(Left, 0, 0, 0.5, 1)]
    [InlineData($"{Left};{Right}", 0, 0, 1, 1)]
    [InlineData($"{Right};{Hole}", 0.6, 0, 0.4, 1)]
    [InlineData(Hole, 0, 0, 1, 1)]
    public void Bounds_HoldWhatIsIncluded(string text, double x, double y, double width, double height)
    {
        var bounds = RegionOfInterest.FromText(text)!.Bounds;

        Assert.Equal([x, y, width, height], [bounds.X, bounds.Y, bounds.Width, bounds.Height], (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
