using Bunit;
using Dashboard.Web.Shared;
using MudBlazor.Services;

namespace Dashboard.Tests.Web.Shared;

public sealed class PickListTests : BunitContext
{
    private static readonly (string Value, string Name)[] Choices = [("it", "Italy"), ("pl", "Poland"), ("de", "Germany")];

    private IReadOnlyList<string> _values = ["de"];

    public PickListTests()
    {
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    /// <summary>The server may be restarted before it is saved.</summary>
    [Fact]
    public void Chosen_IsWrittenDown_AndGivenBack()
    {
        var list = Show();
        Assert.Empty(list.FindAll("[data-kept]"));
        list.Find("select").Change("it");
        list.Render(parameters => parameters.Add(part => part.Values, _values));
        var kept = list.Find("[data-kept=picked-countries]").GetAttribute("data-value");

        _values = ["de"];
        JSInterop.Setup<string?>("takeKept", "picked-countries").SetResult(kept);
        Show();
        Assert.Equal(["de", "it"], _values);
    }

    /// <summary>It came from the browser: anything may stand in it.</summary>
    [Theory]
    [InlineData("|", new string[0])]
    [InlineData("xx|pl|pl|", new[] { "pl" })]
    public void GivenBack_TakesOnlyWhatCanBeChosen(string kept, string[] expected)
    {
        JSInterop.Setup<string?>("takeKept", "picked-countries").SetResult(kept);
        Show();
        Assert.Equal(expected, _values);
    }

    [Fact]
    public void Chosen_IsNotWrittenDown_WhereItIsSavedOrThePageKeepsIt()
    {
        var list = Show(isUnsaved: false);
        list.Find("select").Change("it");
        list.Render(parameters => parameters.Add(part => part.Values, _values));
        Assert.Empty(list.FindAll("[data-kept]"));
    }

    private IRenderedComponent<PickList> Show(bool isUnsaved = true)
    {
        IRenderedComponent<PickList>? list = null;
        list = Render<PickList>(parameters => parameters
            .Add(part => part.Id, "countries")
            .Add(part => part.Values, _values)
            .Add(part => part.Choices, Choices)
            .Add(part => part.Label, "Countries")
            .Add(part => part.AddText, "Add")
            .Add(part => part.IsUnsaved, isUnsaved)
            .Add(part => part.OnChange, values => _values = values));
        list.Render(parameters => parameters.Add(part => part.Values, _values));
        return list;
    }
}
