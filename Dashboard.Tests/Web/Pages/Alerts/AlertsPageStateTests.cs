using Dashboard.Tests.Support;
using Dashboard.Configuration;
using Dashboard.Web.Pages.Alerts;
using Dashboard.Web.Shared;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Web.Pages.Alerts;

public sealed class AlertsPageStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 10, 30, 0, TimeSpan.Zero);

    public static TheoryData<AlertsPageState, string> States => new()
    {
        { new(), "/app/alerts" },
        { new(3, 7, true, AlertPeriod.Week, Page: 2), "/app/alerts?list=3&camera=7&show=all&period=week&page=2" },
        { new(Period: AlertPeriod.Custom), "/app/alerts?period=custom" },
        {
            new(Period: AlertPeriod.Custom, From: new DateTime(2026, 6, 1, 8, 0, 0), To: new DateTime(2026, 6, 2)),
            "/app/alerts?period=custom&from=2026-06-01T08:00&to=2026-06-02T00:00"
        },
    };

    [Theory, MemberData(nameof(States))]
    public void State_ComesBackFromItsAddress(AlertsPageState state, string url)
    {
        Assert.Equal(url, state.ToUrl());
        Assert.Equal(state, Read(url));
    }

    [Theory]
    [InlineData("/app/alerts?period=nonsense&from=yesterday&page=-3&show=some")]
    [InlineData("/app/alerts?period=7")]
    [InlineData("/app/alerts?only=open")]
    public void Nonsense_IsTheOpenOnes(string url) => Assert.Equal(new AlertsPageState(), Read(url));

    [Fact]
    public void Periods_AreInTheServersZone()
    {
        var clock = new DisplayClock(FixedOptions.From(new ServerOptions { TimeZone = "Europe/Madrid" }), new FakeTimeProvider(Now));
        Assert.Equal(new DateTimeOffset(2026, 6, 30, 22, 0, 0, TimeSpan.Zero), new AlertsPageState(Period: AlertPeriod.Today).ToFilter(clock).From);
        Assert.Equal(Now.AddHours(-1), new AlertsPageState(Period: AlertPeriod.Hour).ToFilter(clock).From);
        var custom = new AlertsPageState(Period: AlertPeriod.Custom, From: new DateTime(2026, 6, 1, 8, 0, 0)).ToFilter(clock);
        Assert.Equal((new DateTimeOffset(2026, 6, 1, 6, 0, 0, TimeSpan.Zero), null, true), (custom.From, custom.To, custom.OnlyOpen));
        Assert.False(new AlertsPageState(ShowsAll: true).ToFilter(clock).OnlyOpen);
    }

    private static AlertsPageState Read(string url)
    {
        var query = QueryHelpers.ParseQuery(url.Contains('?', StringComparison.Ordinal) ? url[url.IndexOf('?', StringComparison.Ordinal)..] : "");
        string? Text(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;
        int? Number(string name) => int.TryParse(Text(name), out var value) ? value : null;
        return AlertsPageState.FromUrl(
            Number("list"), Number("camera"), Text("show"), Text("period"), Text("from"), Text("to"), Number("page"));
    }
}
