using System.Globalization;
using Dashboard.Web.Languages;
using Dashboard.Web.Shared.Dates;

namespace Dashboard.Tests.Web.Shared.Dates;

public sealed class DateTextTests
{
    [Theory]
    [InlineData("en", "2026-03-02", "2026-03-02")]
    [InlineData("en", "2026-3-2", "2026-03-02")]
    [InlineData("en", "3/2/2026", null)] // March or February: nobody knows.
    [InlineData("de", "2.3.2026", "2026-03-02")]
    [InlineData("de", "02.03.2026", "2026-03-02")]
    [InlineData("de", "2026-03-02", "2026-03-02")]
    [InlineData("de", "2-3-2026", "2026-03-02")]
    [InlineData("es", "02.03.2026", "2026-03-02")]
    [InlineData("en", "2026/3/2", "2026-03-02")]
    [InlineData("de", "2.3.26", null)]
    [InlineData("de", "31.02.2026", null)]
    [InlineData("es", "02/03/2026", "2026-03-02")]
    [InlineData("pt", "02/03/2026", "2026-03-02")]
    [InlineData("es", "mañana", null)]
    public void Day_IsReadAsItsLanguageWritesIt(string language, string typed, string? day)
    {
        CultureInfo.CurrentUICulture = Language.Find(language)!.Culture;
        Assert.Equal(day, DateText.Read(typed, hasTime: false));
    }

    [Theory]
    [InlineData("de", "2.3.2026 7:05", "2026-03-02T07:05:00")]
    [InlineData("de", "02.03.2026, 07:05:09", "2026-03-02T07:05:09")]
    [InlineData("de", " 2.3.2026 ", "2026-03-02T00:00:00")]
    [InlineData("en", "2026-03-02T07:05", "2026-03-02T07:05:00")]
    [InlineData("en", "2026-03-02 25:05", null)]
    public void Moment_IsReadWithOrWithoutItsTime(string language, string typed, string? moment)
    {
        CultureInfo.CurrentUICulture = Language.Find(language)!.Culture;
        Assert.Equal(moment, DateText.Read(typed, hasTime: true));
    }

    [Theory]
    [InlineData("30.11.2026", "2026-11-30T23:59:59")]
    [InlineData("30.11.2026 0:00", "2026-11-30T00:00:00")]
    public void End_OfASpanWithoutATime_IncludesItsDay(string typed, string moment)
    {
        CultureInfo.CurrentUICulture = Language.Find("de")!.Culture;
        Assert.Equal(moment, DateText.Read(typed, hasTime: true, isEnd: true));
    }

    [Fact]
    public void Moments_ThatAreWritten_AreReadAgainInEveryLanguage()
    {
        var random = new Random(7);
        for (var i = 0; i < 500; i++)
        {
            var moment = DateTime.UnixEpoch.AddSeconds(random.NextInt64(4_000_000_000));
            var iso = moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
            var day = iso[..10];
            foreach (var language in Language.All)
            {
                CultureInfo.CurrentUICulture = language.Culture;
                Assert.Equal(iso, DateText.Read(DateText.Write(iso, hasTime: true), hasTime: true));
                Assert.Equal(day, DateText.Read(DateText.Write(day, hasTime: false), hasTime: false));
            }
        }
    }
}
