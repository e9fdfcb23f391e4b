using Dashboard.Agents.Intake;
using Dashboard.Agents.Reads;
using Dashboard.Domain.Recognition;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.Reads;

/// <summary>What cameras of agents see at the moment.</summary>
public sealed class NewestReadsTests
{
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();

    [Fact]
    public void Plates_AreThoseOfTheNewestFrame_ForSomeSeconds()
    {
        var newest = new NewestReads(_clock);
        newest.Record(Frame(3, _clock.GetUtcNow(), "OLD1"));
        newest.Record(Frame(3, _clock.GetUtcNow(), "AB12", "CD34"));
        Assert.Equal(["AB12", "CD34"], newest.Find("A1", 3).Select(plate => plate.Text));
        Assert.Empty(newest.Find("A1", 4));
        Assert.Empty(newest.Find("A2", 3));

        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Empty(newest.Find("A1", 3));
    }

    [Fact]
    public void Frame_ThatWaitedAtItsAgent_IsNotSeenNow()
    {
        var newest = new NewestReads(_clock);
        newest.Record(Frame(3, _clock.GetUtcNow().AddMinutes(-2), "OLD1"));
        Assert.Empty(newest.Find("A1", 3));
    }

    [Fact]
    public void Cameras_BeyondMaxCameras_PushOutTheOneThatWasSilentLongest()
    {
        var newest = new NewestReads(_clock);
        for (var camera = 0; camera <= NewestReads.MaxCameras; camera++)
        {
            newest.Record(Frame(camera, _clock.GetUtcNow(), "AB12"));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Empty(newest.Find("A1", 0));
        Assert.NotEmpty(newest.Find("A1", 1));
        Assert.NotEmpty(newest.Find("A1", NewestReads.MaxCameras));
    }

    internal static PushedFrame Frame(long camera, DateTimeOffset at, params string[] plates) => new(
        PushingAgent.From("A1", null, null, null),
        camera,
        at,
        "",
        [.. plates.Select(plate => new PushedPlate { Candidates = [new PlateCandidate(plate, 0.9)] })])
    { IsGrouped = true };
}
