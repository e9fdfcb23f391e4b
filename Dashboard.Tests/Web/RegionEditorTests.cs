using Bunit;
using Dashboard.Domain.Recognition;
using Dashboard.Web.Pages.Cameras;
using Microsoft.AspNetCore.Components.Web;

namespace Dashboard.Tests.Web;

public sealed class RegionEditorTests : BunitContext
{
    private IReadOnlyList<PicturePoint> _corners = [];

    public RegionEditorTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public async Task Picture_ClickedAndUndone_HasOneCornerLess()
    {
        var editor = Editor();
        await editor.InvokeAsync(() => editor.Instance.AddCorner(.1f, .2f));
        await editor.InvokeAsync(() => editor.Instance.AddCorner(.9f, .2f));
        Assert.Equal(2, _corners.Count);

        editor.FindAll("button").Single(button => button.TextContent.Contains("Undo")).Click();

        Assert.Equal(new PicturePoint(.1f, .2f), Assert.Single(_corners));
    }

    [Fact]
    public void Corner_ByKeyboard_MovesAndGoes()
    {
        var editor = Editor();
        editor.FindAll("button").Single(button => button.TextContent.Contains("Start with a frame")).Click();

        editor.Find("[data-corner='0']").KeyDown(new KeyboardEventArgs { Key = "ArrowRight" });
        Assert.Equal(.11f, _corners[0].X, 4);

        editor.Find("[data-corner='0']").KeyDown(new KeyboardEventArgs { Key = "Delete" });
        Assert.Equal(3, _corners.Count);
    }

    private IRenderedComponent<RegionEditor> Editor() => Render<RegionEditor>(with => with
        .Add(e => e.Picture, "/app/cameras/1/picture.jpg")
        .Add(e => e.Corners, _corners)
        .Add(e => e.CornersChanged, corners => _corners = corners));
}
