using System.Globalization;
using Dashboard.Statistics;
using Dashboard.Web.Pages.Overview;

namespace Dashboard.Tests.Web.Pages.Overview;

public sealed class OverviewNumbersTests
{
    [Theory]
    [InlineData(397, 10, "10 yesterday at this time")]
    [InlineData(22, 19, "19 yesterday at this time")]
    [InlineData(400, 100, "100 yesterday at this time")]
    [InlineData(150, 100, "50% more than yesterday at this time")]
    [InlineData(50, 100, "50% fewer than yesterday at this time")]
    [InlineData(100, 100, "the same as yesterday at this time")]
    [InlineData(5, 0, "")]
    public void Comparison_SaysAPercentageOnlyWhereItSaysSomething(long today, long yesterday, string expected)
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        var numbers = new OverviewNumbers(new FlowDay(today, 0, 0, 0, []), yesterday, [], [], today);
        Assert.Equal(expected, numbers.Comparison.Replace(" %", "%", StringComparison.Ordinal).Replace("\u00A0%", "%", StringComparison.Ordinal));
    }
}
