using System.Globalization;
using Dashboard.Api.ScoutApi.Searches;

namespace Dashboard.Tests.Api.ScoutApi.Searches;

public sealed class ScoutTimeTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00.000Z")]
    [InlineData("2026-01-31T08:30", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31t08:30:05z", "2026-01-31T08:30:05.000Z")]
    [InlineData("2026-01-31 08:30:05", "2026-01-31T08:30:05.000Z")]
    [InlineData("20260131T083005Z", "2026-01-31T08:30:05.000Z")]
    [InlineData("2026-01-31T08:30:05.", "2026-01-31T08:30:05.000Z")]
    [InlineData("2026-01-31T08:30:05.1Z", "2026-01-31T08:30:05.100Z")]
    [InlineData("2026-01-31T08:30:05.123000000Z", "2026-01-31T08:30:05.123Z")]
    [InlineData("2026-01-31T08:30:05.123000001Z", "2026-01-31T08:30:05.124Z")]
    [InlineData("2026-01-31T08:30:05.1230001Z", "2026-01-31T08:30:05.124Z")]
    [InlineData("2026-01-31T08:30:05.999999999Z", "2026-01-31T08:30:06.000Z")]
    [InlineData("2026-01-31T24:00:00", "2026-02-01T00:00:00.000Z")]
    [InlineData("2026-01-31T09:30:00+01", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31T09:30:00+0100", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31T09:30:00+01:00", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31T09:30:00.5 01:00", "2026-01-31T08:30:00.500Z")]
    [InlineData("2026-01-31T09:30:00 01", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31 09:30 01:00", "2026-01-31T08:30:00.000Z")]
    [InlineData("2026-01-31T04:30:00-04:00", "2026-01-31T08:30:00.000Z")]
    public void Read_Iso8601_IsTheFirstMillisecondFromThereOn(string text, string expected) =>
        Assert.Equal(expected, ScoutTime.Read(text)?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("2026-02-30")]
    [InlineData("2026-01-31T24:00:01")]
    [InlineData("2026-01-31T24:00:00.1")]
    [InlineData("2026-01-31T25:00")]
    [InlineData("2026-01-31T08:60")]
    [InlineData("2026-01-31T08:30:61")]
    [InlineData("2026-01-31T08:30:05.1234567891")]
    [InlineData("2026-01-31T08:30:05+15:00")]
    [InlineData("2026-01-31T08:30:05+01:75")]
    [InlineData("2026-01-31T08:30:05  01:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("1767225600000")]
    public void Read_AnythingElse_IsNone(string text) => Assert.Null(ScoutTime.Read(text));
}
