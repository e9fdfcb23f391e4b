using Bunit;
using Dashboard.Web.Shared;

namespace Dashboard.Tests.Web.Shared;

public sealed class NumberBoxTests : BunitContext
{
    [Theory]
    [InlineData("12", 12)]
    [InlineData("-3", -3)]
    [InlineData("", null)]
    [InlineData("12.5", int.MinValue)]
    [InlineData("99999999999", int.MinValue)]
    public void Typed_IsKeptAndTold_AndWhatIsNoNumberIsInNoRange(string typed, int? told)
    {
        int? value = 7;
        var box = Render<NumberBox<int>>(parameters => parameters.Bind(box => box.Value, value, changed => value = changed));

        box.Find("input").Change(typed);

        Assert.Equal(told, value);
        Assert.Equal(typed, box.Find("input").GetAttribute("value"));
    }

    [Fact]
    public void Value_OfAnotherRow_ReplacesWhatWasTyped()
    {
        var box = Render<NumberBox<double>>(parameters => parameters.Add(box => box.Value, 1.5));
        box.Find("input").Change("x");

        box.Render(parameters => parameters.Add(box => box.Value, -0.25));

        Assert.Equal("-0.25", box.Find("input").GetAttribute("value"));
    }
}
