using Dashboard.Domain.Cameras;
using Dashboard.Domain.Recognition;
using Dashboard.Web.Pages.Cameras.RegionsOfInterest;
using FsCheck;
using FsCheck.Fluent;

namespace Dashboard.Tests.Web.Pages.Cameras.RegionsOfInterest;

public sealed class RegionOfInterestDrawingTests
{
    [Fact]
    public void Add_CornersAroundARectangle_KeepTheirOrder()
    {
        var drawing = new RegionOfInterestDrawing();
        PicturePoint[] corners = [new(.1f, .1f), new(.9f, .1f), new(.9f, .9f), new(.1f, .9f)];

        foreach (var corner in corners)
        {
            drawing.Add(corner);
        }

        Assert.Equal(corners, drawing.Corners);
    }

    [Fact]
    public void Add_NearASideOfARectangle_GoesBetweenItsCorners()
    {
        var drawing = new RegionOfInterestDrawing();
        drawing.Frame();

        drawing.Add(new PicturePoint(.5f, .05f));

        Assert.Equal(new PicturePoint(.5f, .05f), drawing.Corners[1]);
    }

    [Fact]
    public void Undo_AfterAddMoveRemoveClear_GoesBackStepByStep()
    {
        var drawing = new RegionOfInterestDrawing();
        drawing.Frame();
        var framed = drawing.Corners;
        drawing.Move(0, new PicturePoint(0, 0));
        drawing.Remove(3);
        drawing.Clear();
        Assert.Empty(drawing.Corners);

        drawing.Undo();
        drawing.Undo();
        drawing.Undo();

        Assert.Equal(framed, drawing.Corners);
        drawing.Undo();
        Assert.Empty(drawing.Corners);
        Assert.False(drawing.CanUndo);
    }

    [Fact]
    public void Polygons_AddedSelectedExcludedAndRemoved_GoBackStepByStep()
    {
        var drawing = new RegionOfInterestDrawing();
        Assert.False(drawing.CanAddPolygon);
        drawing.Frame();
        drawing.AddPolygon();
        Assert.False(drawing.CanAddPolygon);
        drawing.Add(new PicturePoint(.5f, .5f));
        drawing.Exclude(1, true);
        drawing.Select(0);
        drawing.Move(0, new PicturePoint(0, 0));

        Assert.Equal([4, 1], drawing.Polygons.Select(polygon => polygon.Corners.Count));
        Assert.Equal([false, true], drawing.Polygons.Select(polygon => polygon.IsExcluded));
        Assert.NotNull(DrawnPolygon.Error(drawing.Polygons));

        drawing.RemovePolygon(0);
        Assert.Equal((1, 0), (drawing.Polygons.Count, drawing.Selected));
        for (var i = 0; i < 6; i++)
        {
            drawing.Undo();
        }

        Assert.Empty(drawing.Polygons);
        Assert.False(drawing.CanUndo);
    }

    [Fact]
    public void Corners_AfterAnyMoves_StayInsideThePictureAndInNumber()
    {
        var moves = Gen.Choose(-300, 300).Two().Select(xy => new PicturePoint(xy.Item1 / 200f, xy.Item2 / 200f)).ListOf();
        Prop.ForAll(moves.ToArbitrary(), points =>
        {
            var drawing = new RegionOfInterestDrawing();
            foreach (var point in points)
            {
                drawing.Add(point);
                drawing.Move(drawing.Corners.Count / 2, point);
            }

            return drawing.Corners.Count <= RegionOfInterestPolygon.MaxCorners
                && drawing.Corners.All(corner => corner.X is >= 0 and <= 1 && corner.Y is >= 0 and <= 1);
        }).QuickCheckThrowOnFailure();
    }
}
