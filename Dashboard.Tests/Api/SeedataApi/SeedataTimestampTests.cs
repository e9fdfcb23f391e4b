using System.Globalization;
using Dashboard.Flows.Seedata;

namespace Dashboard.Tests.Api.SeedataApi;

public sealed class SeedataTimestampTests
{
    private static readonly TimeZoneInfo Vienna = TimeZoneInfo.FindSystemTimeZoneById("Europe/Vienna");

    [Theory]
    [InlineData("2024-11-18 00:00:00", "2024-11-17T23:00:00Z")]
    [InlineData("2024-11-18", "2024-11-17T23:00:00Z")]
    [InlineData("2024-11-18T00:00:00", "2024-11-17T23:00:00Z")]
    [InlineData("2024-11-18T00:00", "2024-11-17T23:00:00Z")]
    [InlineData("2024-11-18T00:00:00Z", "2024-11-18T00:00:00Z")]
    [InlineData("2024-11-18t00:00:00z", "2024-11-18T00:00:00Z")]
    [InlineData("2024-11-18T00:00:00-03:00", "2024-11-18T03:00:00Z")]
    [InlineData("2024-11-18T00:00:00-0330", "2024-11-18T03:30:00Z")]
    [InlineData("2024-11-18T00:00:00+05", "2024-11-17T19:00:00Z")]
    [InlineData("2024-11-18 00:00:00.999999+00:00", "2024-11-18T00:00:00Z")]
    [InlineData("2024-02-29 12:00:00", "2024-02-29T11:00:00Z")]
    public void TryParse_WellFormed_IsTheMoment(string text, string expected)
    {
        Assert.True(SeedataTimestamp.TryParse(text, Vienna, out var moment, out _));
        Assert.Equal(expected, moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2024-11-18 00:00")]
    [InlineData("2024-11-18 00:00:00\n")]
    [InlineData(" 2024-11-18")]
    [InlineData("2024-13-01")]
    [InlineData("2023-02-29")]
    [InlineData("0000-01-01")]
    [InlineData("2024-11-18 24:00:00")]
    [InlineData("2024-11-18 23:60:00")]
    [InlineData("2024-11-18 23:59:60")]
    [InlineData("2024-11-18T00:00:00+24:00")]
    [InlineData("2024-11-18T00:00:00+01:60")]
    [InlineData("2024-11-18Z")]
    [InlineData("18.11.2024")]
    [InlineData("1731888000")]
    [InlineData("٢٠٢٤-١١-١٨")]
    public void TryParse_Malformed_IsRefused(string text) => Assert.False(SeedataTimestamp.TryParse(text, Vienna, out _, out _));

    [Fact]
    public void TryParse_TimeThatTheClockRepeats_IsTheEarlierInstant()
    {
        Assert.True(SeedataTimestamp.TryParse("2024-10-27 02:30:00", Vienna, out var moment, out _));
        Assert.Equal(new DateTimeOffset(2024, 10, 27, 0, 30, 0, TimeSpan.Zero), moment);
    }

    [Theory]
    [InlineData("2024-03-31 02:00:00")]
    [InlineData("2024-03-31 02:30:00")]
    [InlineData("2024-03-31 02:59:59")]
    [InlineData("2024-03-31 03:00:00")]
    public void TryParse_TimeThatTheClockSkips_IsTheNextValidOne(string text)
    {
        Assert.True(SeedataTimestamp.TryParse(text, Vienna, out var moment, out _));
        Assert.Equal(new DateTimeOffset(2024, 3, 31, 1, 0, 0, TimeSpan.Zero), moment);
    }

    [Theory]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    public void TryParse_BeforeTheCalendar_IsItsFirstSecond(string text)
    {
        Assert.True(SeedataTimestamp.TryParse(text, Vienna, out var moment, out _));
        Assert.Equal(DateTimeOffset.MinValue, moment);
    }

    [Theory]
    [InlineData("9999-12-31T23:59:59-14:00")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void TryParse_AfterTheCalendar_IsItsLastSecond(string text)
    {
        Assert.True(SeedataTimestamp.TryParse(text, Vienna, out var moment, out _));
        Assert.Equal(new DateTimeOffset(9999, 12, 31, 23, 59, 59, TimeSpan.Zero), moment);
    }

    [Fact]
    public void Show_SummerAndWinter_IsLocalTimeCutToTheSecond()
    {
        Assert.Equal("2024-07-01 14:00:00", SeedataTimestamp.Show(new DateTimeOffset(2024, 7, 1, 12, 0, 0, 999, TimeSpan.Zero), Vienna));
        Assert.Equal("2024-12-01 13:00:00", SeedataTimestamp.Show(new DateTimeOffset(2024, 12, 1, 12, 0, 0, TimeSpan.Zero), Vienna));
    }

    [Fact]
    public void TryParse_EveryShownTimeOfAYear_IsTheSameMomentUnlessRepeated()
    {
        for (var moment = new DateTimeOffset(2024, 1, 1, 0, 0, 7, TimeSpan.Zero); moment.Year == 2024; moment = moment.AddMinutes(17))
        {
            Assert.True(SeedataTimestamp.TryParse(SeedataTimestamp.Show(moment, Vienna), Vienna, out var back, out _));
            Assert.True(back == moment || (back == moment.AddHours(-1) && Vienna.IsAmbiguousTime(moment)), $"{moment:O} came back as {back:O}");
        }
    }
}
