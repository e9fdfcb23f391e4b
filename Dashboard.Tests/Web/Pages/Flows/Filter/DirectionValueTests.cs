using Bunit;
using Dashboard.Web.Pages.Flows.Filter;

namespace Dashboard.Tests.Web.Pages.Flows.Filter;

/// <summary>Directions are chosen by the names that cameras give them; flows may have older ones.</summary>
public sealed class DirectionValueTests : BunitContext
{
    private string? _chosen;

    [Fact]
    public void Names_OfCameras_AreChosen_AndAnotherCanBeTyped()
    {
        var value = Open("in", "in", "out");
        Assert.Equal(["in", "out"], value.FindAll("option").Select(option => option.TextContent).SkipLast(2));
        value.Find("select").Change("out");
        Assert.Equal("out", _chosen);

        value.Find("select").Change(value.FindAll("option")[^1].GetAttribute("value"));
        value.Find("input").Change("Nord");
        Assert.Equal("Nord", _chosen);
    }

    /// <summary>Such as those of a camera before it had a direction, or of vehicles that were seen once.</summary>
    [Fact]
    public void FlowsWithoutADirection_AreAskedFor()
    {
        var value = Open("in", "in", "out");
        value.Find("select").Change(value.FindAll("option")[^2].GetAttribute("value"));
        Assert.Equal(FilterRowModel.Unnamed, _chosen);
        Assert.Equal("No direction", Open(FilterRowModel.Unnamed, "in").Find($"option[value='{FilterRowModel.Unnamed}']").TextContent);
    }

    [Theory]
    [InlineData("former", "input")]
    [InlineData("IN", "select")]
    [InlineData("", "select")]
    public void Name_ThatNoCameraGives_StaysAsItIs(string name, string element) => Assert.NotNull(Open(name, "in", "out").Find(element));

    [Fact]
    public void NoNames_AreSaidToBeThere() => Assert.Contains("No camera names its directions", Open("").Markup);

    private IRenderedComponent<DirectionValue> Open(string value, params string[] names) => Render<DirectionValue>(set => set
        .Add(one => one.Value, value).Add(one => one.Names, names).Add(one => one.ValueChanged, name => _chosen = name));
}
