using Dashboard.Domain.Cameras;
using Dashboard.Health.CameraNotices;
using Dashboard.Storage;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Health.CameraNotices;

/// <summary>Who is told of what, from what is known at a look.</summary>
public sealed class NoticePlanTests
{
    private static readonly DateTimeOffset Now = TestTime.Noon;
    private long _id;

    [Theory]
    [InlineData(3.9, false)]
    [InlineData(4.5, false)]
    [InlineData(5, true)]
    [InlineData(60 * 24 * 40, true)]
    public void Camera_DarkForTheWait_IsTold(double minutes, bool isTold)
    {
        var plan = Make(Facts([Outage(1, minutes)]));
        Assert.Equal(isTold ? [1] : [], plan.Dark.Select(dark => dark.Camera.Id));
        Assert.Equal(!isTold, plan.IsEmpty);
    }

    // Not all of a switch's cameras are missed in the same second.
    [Fact]
    public void Cameras_ThatFailTogether_AreToldTogether() =>
        Assert.Equal([1, 2], Make(Facts([Outage(1, 5), Outage(2, 4.2), Outage(3, 3.5)])).Dark.Select(dark => dark.Camera.Id));

    [Theory]
    [InlineData(4.9, 0)]
    [InlineData(5, 2)]
    [InlineData(-60, 2)] // The clock was put back.
    public void News_SoonAfterAMail_Waits(double minutesAgo, int count)
    {
        var facts = Facts([Outage(1, 8), Told(2, 60, 10)]) with { LastAt = Now.AddMinutes(-minutesAgo) };
        var plan = Make(facts);
        Assert.Equal(count, plan.Dark.Count + plan.Back.Count);
    }

    [Theory]
    [InlineData(1.9, false)]
    [InlineData(2, true)]
    public void Camera_BackForAMoment_IsToldOnceItStays(double endedAgo, bool isTold)
    {
        var plan = Make(Facts([Told(1, 30, endedAgo)]));
        Assert.Equal(isTold ? [1] : [], plan.Back.Select(back => back.Camera.Id));
        Assert.Empty(plan.Closed);
    }

    [Fact]
    public void Outage_ThatEndedBeforeItWasTold_IsNeverTold() => Assert.True(Make(Facts([Outage(1, 60 * 24 * 20, 60), Outage(2, 30, 3)])).IsEmpty);

    [Fact]
    public void Camera_ThatFailsAgainSoon_GoesOnUntold()
    {
        var (first, second) = (Told(1, 30, 1.7), Outage(1, .5));
        var plan = Make(Facts([first, second]));
        Assert.False(plan.IsNews);
        Assert.Equal((first, second), Assert.Single(plan.Carried));
        Assert.Equal(first, Assert.Single(plan.Closed));
    }

    // Its row began anew after people were told that it is back.
    [Theory]
    [InlineData(3, 0)]
    [InlineData(5, 1)]
    public void Camera_ThatFailsAgainAfterItWasToldAsBack_IsToldAgain(double minutes, int count)
    {
        var outage = Told(1, 60);
        outage.BackToldAt = Now.AddMinutes(-minutes);
        var plan = Make(Facts([outage]));
        Assert.Equal(count, plan.Dark.Count);
        Assert.All(plan.Dark, dark => Assert.Equal(outage.BackToldAt, dark.Since));
    }

    // It fails for six minutes in every quarter of an hour: after the third time people are told once more, and then only of an hour that is good.
    [Fact]
    public void Camera_ThatKeepsFailing_IsToldAsBackAfterAnHour()
    {
        List<CameraOutage> outages = [.. Enumerable.Range(0, 3).Select(n => Outage(1, 100 - (15 * n), 94 - (15 * n)))];
        Assert.Equal(4, Assert.Single(Make(Facts([.. outages, Outage(1, 5)])).Dark).Times);
        outages.Add(Told(1, 55, 49));
        Assert.True(Make(Facts(outages)).IsEmpty);
        var later = Facts(outages) with { Now = Now.AddMinutes(11) };
        Assert.Single(Make(later).Back);
    }

    [Fact]
    public void Camera_ThatIsOff_IsToldNeitherWay()
    {
        var (lasts, ended, dark) = (Told(1, 30), Told(2, 30, 10), Outage(3, 30));
        var plan = Make(Facts([lasts, ended, dark]) with { Cameras = [] });
        Assert.False(plan.IsNews);
        Assert.Equal([lasts, ended], plan.Closed);
    }

    [Fact]
    public void News_WithoutRecipients_AreNone_AndWhatEndedIsForgotten()
    {
        var old = Told(2, 200, 61);
        var facts = Facts([Outage(1, 30), old, Told(3, 30, 10)]) with { HasRecipients = false };
        var plan = Make(facts);
        Assert.False(plan.IsNews);
        Assert.Equal([old], plan.Closed);
        Assert.Equal([1], Make(facts with { HasRecipients = true, Outages = [facts.Outages[0]] }).Dark.Select(dark => dark.Camera.Id));
    }

    [Fact]
    public void OthersThatStillAreDark_AreCounted()
    {
        var plan = Make(Facts([Told(1, 60), Told(2, 60), Outage(3, 6)]));
        Assert.Equal((1, 2), (plan.Dark.Count, plan.StillDark));
    }

    [Theory]
    [InlineData(2.5, 0)]
    [InlineData(4.5, 0)]
    [InlineData(5, 1)]
    public void Agent_ThatIsNotHeardOf_IsToldInsteadOfItsCameras(double minutes, int count)
    {
        var agent = Agent(minutes, cameras: [1, 2]);
        var plan = Make(Facts(count == 0 ? [] : [Outage(1, 30)]) with { Agents = [agent] });
        Assert.Equal((0, count), (plan.Dark.Count, plan.Silent.Count));
    }

    // It has three minutes at least: that is how long an agent may be silent.
    [Fact]
    public void Agent_WithAShortWait_HasItsThreeMinutes()
    {
        var facts = Facts([]) with { Wait = TimeSpan.FromMinutes(1), Agents = [Agent(2.9, cameras: [1])] };
        Assert.True(Make(facts).IsEmpty);
        Assert.Single(Make(facts with { Agents = [Agent(3, cameras: [1])] }).Silent);
    }

    [Fact]
    public void Agent_WithoutCameras_IsNotTold() => Assert.True(Make(Facts([]) with { Agents = [Agent(600, cameras: [])] }).IsEmpty);

    [Fact]
    public void Agent_WhoseCamerasWentMeanwhile_IsForgotten()
    {
        var plan = Make(Facts([]) with { Agents = [Agent(600, told: 500, cameras: [])] });
        Assert.Equal((false, 1), (plan.IsNews, plan.Forgotten.Count));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Agent_HeardAgain_IsToldOnceItStays(double heardFor, int count)
    {
        var agent = Agent(.5, told: 30, cameras: [1]) with { HeardSince = Now.AddMinutes(-.5 - heardFor) };
        Assert.Equal(count, Make(Facts([]) with { Agents = [agent] }).Heard.Count);
    }

    [Fact]
    public void Camera_OfAnAgentThatIsBack_AndStillDark_IsTold()
    {
        var agent = Agent(.5, told: 30, cameras: [1]) with { HeardSince = Now.AddMinutes(-6) };
        var plan = Make(Facts([Outage(1, 40)]) with { Agents = [agent] });
        Assert.Equal((1, 1), (plan.Dark.Count, plan.Heard.Count));
    }

    private static NoticePlan Make(NoticeFacts facts) => NoticePlan.Make(facts);

    private static NoticeFacts Facts(IReadOnlyList<CameraOutage> outages) => new()
    {
        Now = Now,
        Wait = TimeSpan.FromMinutes(5),
        HasRecipients = true,
        Cameras = [.. Enumerable.Range(1, 3).Select(CameraOf)],
        Outages = outages,
    };

    private static Camera CameraOf(int id) => new() { Id = id, Alias = $"Gate {id}", Source = "rtsp://cam/1", IsEnabled = true };

    private static WatchedAgent Agent(double silentFor, double? told = null, int[]? cameras = null) => new(
        new AgentRow
        {
            Id = 9,
            Name = "South",
            LastSeenAt = Now.AddMinutes(-silentFor),
            SilenceToldAt = told is { } ago ? Now.AddMinutes(-ago) : null,
        },
        [.. (cameras ?? []).Select(CameraOf)],
        null);

    private CameraOutage Outage(int camera, double beganAgo, double? endedAgo = null) => new()
    {
        Id = ++_id,
        CameraId = camera,
        BeginAt = Now.AddMinutes(-beganAgo),
        EndAt = endedAgo is { } ago ? Now.AddMinutes(-ago) : null,
    };

    private CameraOutage Told(int camera, double beganAgo, double? endedAgo = null)
    {
        var outage = Outage(camera, beganAgo, endedAgo);
        outage.DarkToldAt = outage.BeginAt.AddMinutes(5);
        return outage;
    }
}
