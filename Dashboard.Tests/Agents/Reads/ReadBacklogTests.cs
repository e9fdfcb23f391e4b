using Dashboard.Agents.Reads;
using Dashboard.Tests.Support;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Agents.Reads;

/// <summary>How much pushed reads may wait.</summary>
public sealed class ReadBacklogTests
{
    private readonly FakeTimeProvider _clock = TestTime.CreateClock();
    private readonly FakeLogger<ReadBacklog> _log = new();

    [Fact]
    public void Read_CountsOnce_UntilItIsAFlow()
    {
        var backlog = new ReadBacklog(_clock, _log);
        backlog.Add(1, 100);
        backlog.Add(1, 100);
        backlog.Add(2, 50);
        Assert.Equal(new ReadNumbers(2, 150, 0), backlog.Numbers);
        Assert.True(backlog.Has(1));

        backlog.Remove([1, 3]);
        backlog.Remove([1]);
        Assert.Equal(new ReadNumbers(1, 50, 0), backlog.Numbers);
        Assert.False(backlog.Has(1));
    }

    [Theory, InlineData(ReadBacklog.MaxReads, 1), InlineData(64, (int)(ReadBacklog.MaxBytes / 64))]
    public void Frame_IsRefusedAndCounted_WhereTooMuchWaits_AndTakenAgainOnceLessDoes(int reads, int bytes)
    {
        var backlog = new ReadBacklog(_clock, _log);
        for (var read = 1; read < reads; read++)
        {
            backlog.Add(read, bytes);
        }

        Assert.True(backlog.TryAdmit());
        backlog.Add(reads, bytes);
        Assert.True(backlog.IsFull);
        Assert.False(backlog.TryAdmit());
        Assert.False(backlog.TryAdmit());
        Assert.Equal(2, backlog.Numbers.Refused);

        backlog.Remove([1]);
        Assert.False(backlog.IsFull);
        Assert.True(backlog.TryAdmit());
        Assert.Equal(2, backlog.Numbers.Refused);
    }

    [Fact]
    public void Refusals_AreToldOnceAMinute()
    {
        var backlog = new ReadBacklog(_clock, _log);
        backlog.Add(1, int.MaxValue);
        Assert.False(backlog.TryAdmit());
        Assert.False(backlog.TryAdmit());
        Assert.Equal(1, _log.Collector.Count);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(backlog.TryAdmit());
        Assert.Equal(2, _log.Collector.Count);
    }
}
