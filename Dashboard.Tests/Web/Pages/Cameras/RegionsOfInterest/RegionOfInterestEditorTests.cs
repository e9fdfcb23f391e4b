using Bunit;
using Dashboard.Domain.Recognition;
using Dashboard.Web.Pages.Cameras.RegionsOfInterest;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Tests.Web.Pages.Cameras.RegionsOfInterest;

public sealed class RegionOfInterestEditorTests : BunitContext
{
    private IReadOnlyList<DrawnPolygon> _polygons = [];

    private IReadOnlyList<PicturePoint> Corners => Assert.Single(_polygons).Corners;

    public RegionOfInterestEditorTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public async Task Picture_ClickedAndUndone_HasOneCornerLess()
    {
        var editor = Editor();
        await editor.InvokeAsync(() => editor.Instance.AddCorner(.1f, .2f));
        await editor.InvokeAsync(() => editor.Instance.AddCorner(.9f, .2f));
        Assert.Equal(2, Corners.Count);

        editor.FindAll("button").Single(button => button.TextContent.Contains("Undo")).Click();

        Assert.Equal(new PicturePoint(.1f, .2f), Assert.Single(Corners));
    }

    [Fact]
    public void Corner_ByKeyboard_MovesAndGoes()
    {
        var editor = Editor();
        editor.FindAll("button").Single(button => button.TextContent.Contains("Start with a frame")).Click();

        editor.Find("[data-corner='0']").KeyDown(new KeyboardEventArgs { Key = "ArrowRight" });
        Assert.Equal(.11f, Corners[0].X, 4);

        editor.Find("[data-corner='0']").KeyDown(new KeyboardEventArgs { Key = "Delete" });
        Assert.Equal(3, Corners.Count);
    }

    [Fact]
    public void Region_OfACameraWithoutPicture_IsShownOnAnEmptyOne()
    {
        var card = Render<RegionOfInterestCard>(set => set.Add(it => it.Polygons, [new DrawnPolygon([new(.1f, .1f), new(.9f, .1f), new(.5f, .9f)])]));
        Assert.Contains("No picture of this camera yet", card.Markup);
        Assert.Equal(3, card.FindAll("[data-corner]").Count);
        Assert.Empty(card.FindAll("img"));
    }

    [Fact]
    public void SecondRegion_AddedAndExcluded_IsItsOwnAndGoesAlone()
    {
        var editor = Editor();
        Press(editor, "Start with a frame");
        Press(editor, "Add a region");
        Press(editor, "Start with a frame");
        Press(editor, "Exclude", 1);

        Assert.Equal([false, true], _polygons.Select(polygon => polygon.IsExcluded));
        Assert.Equal("true", editor.FindAll(".region-name")[1].GetAttribute("aria-pressed"));

        Press(editor, "Region 1");
        editor.Find("[data-corner='0']").KeyDown(new KeyboardEventArgs { Key = "ArrowLeft" });
        Assert.Equal(.09f, _polygons[0].Corners[0].X, 4);
        Assert.Equal(.1f, _polygons[1].Corners[0].X, 4);

        editor.Find("[aria-label='Remove region 1']").Click();
        Assert.True(Assert.Single(_polygons).IsExcluded);
        Press(editor, "Undo");
        Assert.Equal(2, _polygons.Count);
    }

    private static void Press(IRenderedComponent<RegionOfInterestEditor> editor, string name, int number = 0) =>
        editor.FindAll("button").Where(button => button.TextContent.Trim() == name).ElementAt(number).Click();

    private IRenderedComponent<RegionOfInterestEditor> Editor() => Render<RegionOfInterestEditor>(with => with
        .Add(e => e.Picture, "/app/cameras/1/picture.jpg")
        .Add(e => e.Polygons, _polygons)
        .Add(e => e.PolygonsChanged, polygons => _polygons = polygons));
}
