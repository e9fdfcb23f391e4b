using Dashboard.Web.Shared;
using Dashboard.Web.Theme;

namespace Dashboard.Tests.Web.Shared;

public sealed class DisplayFormatTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0.2, "now")]
    [InlineData(3.9, "3 s ago")]
    [InlineData(61, "1 min ago")]
    [InlineData(7300, "2 h ago")]
    [InlineData(200000, "2 days ago")]
    [InlineData(-5, "now")]
    public void Ago_IsShort(double seconds, string words) => Assert.Equal(words, DisplayFormat.Ago(Now.AddSeconds(-seconds), Now));

    [Fact]
    public void Ago_Never_SaysSo() => Assert.Equal("never", DisplayFormat.Ago(null, Now));

    [Fact]
    public void Percent_NearlyAll_IsNotAll() => Assert.Equal("99\u00a0%", DisplayFormat.Percent(.9999));

    [Theory]
    [InlineData("dark", "dark")]
    [InlineData("light", "light")]
    [InlineData(null, "system")]
    [InlineData("\"><script>", "system")]
    public void Theme_FromCookie_IsOneOfThree(string? cookie, string theme) => Assert.Equal(theme, ThemeChoice.FromCookie(cookie));
}
