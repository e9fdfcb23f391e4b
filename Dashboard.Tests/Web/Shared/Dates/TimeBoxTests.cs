using Bunit;
using Dashboard.Web.Shared.Dates;

namespace Dashboard.Tests.Web.Shared.Dates;

public sealed class TimeBoxTests : BunitContext
{
    private TimeOnly? _given = new(8, 0);

    [Theory]
    [InlineData("22:30", "22:30")]
    [InlineData("7", "07:00")]
    [InlineData("0730", "07:30")]
    [InlineData("7.30", "07:30")]
    [InlineData("7:30 pm", "19:30")]
    [InlineData("12 AM", "00:00")]
    [InlineData("24:00", "00:00")]
    [InlineData("730", "07:30")]
    [InlineData("7h30", "07:30")]
    [InlineData("7h", "07:00")]
    [InlineData("7:30 p.m.", "19:30")]
    [InlineData("7.30 Uhr", "07:30")]
    [InlineData("12 pm", "12:00")]
    [InlineData(" 9:05 ", "09:05")]
    public void Time_IsTypedAsPeopleDo_AndShownIn24Hours(string typed, string shown)
    {
        var box = Box();
        Assert.Equal("08:00", Typed(box));

        box.Find("input").Change(typed);

        Assert.Equal(shown, Typed(box));
        Assert.Equal(TimeOnly.ParseExact(shown, "HH:mm"), _given);
        Assert.Empty(box.FindAll("[role=alert]"));
    }

    [Theory]
    [InlineData("25:00")]
    [InlineData("7:60")]
    [InlineData("19.5")]
    [InlineData("13 pm")]
    [InlineData("24:01")]
    [InlineData("٧")]
    [InlineData("noon")]
    public void WhatIsNoTime_StaysToBeMended_IsSaid_AndIsNotTakenForTheOneBefore(string typed)
    {
        var box = Box();

        box.Find("input").Change(typed);

        Assert.Null(_given);
        Assert.Equal(typed, Typed(box));
        Assert.Contains("Type it as in 22:30.", box.Find("[role=alert]").TextContent);

        box.Find("input").Change("6:15");

        Assert.Equal(new TimeOnly(6, 15), _given);
        Assert.Empty(box.FindAll("[role=alert]"));
    }

    private static string? Typed(IRenderedComponent<TimeBox> box) => box.Find("input").GetAttribute("value");

    private IRenderedComponent<TimeBox> Box() =>
        Render<TimeBox>(parameters => parameters.Add(box => box.Caption, "From").Bind(box => box.Value, _given, given => _given = given));
}
