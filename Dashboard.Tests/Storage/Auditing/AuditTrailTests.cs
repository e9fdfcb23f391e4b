using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;

namespace Dashboard.Tests.Storage.Auditing;

/// <summary>What waits to be stored.</summary>
public sealed class AuditTrailTests
{
    private static readonly AuditActor Poller = new(1, "a@example.com", "192.0.2.1", "lpr_12345678");
    private readonly SteppedClock _time = new();
    private readonly AuditTrail _trail;

    public AuditTrailTests() => _trail = new(_time);

    [Fact]
    public void WriteRepeated_PollerOfEverySecond_IsOneEntryAMinute()
    {
        var began = _time.GetUtcNow();
        for (var second = 0; second < 60; second++)
        {
            _trail.WriteRepeated(Poller, AuditAction.Searched, "/flows");
            _trail.Release();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        _trail.Release();
        var entry = Assert.Single(Read());
        Assert.Equal((60, began), (entry.Count, entry.At));
    }

    [Fact]
    public void WriteRepeated_EachTimeSomethingElse_IsBoundedAMinute()
    {
        for (var i = 0; i < 500; i++)
        {
            _trail.WriteRepeated(Poller, AuditAction.Searched, "/flows", $"after={i}");
        }

        _trail.WriteRepeated(Poller with { Key = "lpr_other" }, AuditAction.Searched, "/flows");
        _trail.Release(all: true);
        var entries = Read();
        Assert.Equal(AuditTrail.MaxDistinct + 2, entries.Count);
        Assert.Equal(501, entries.Sum(entry => entry.Count));

        _trail.WriteRepeated(Poller, AuditAction.Searched, "/flows", "again");
        _trail.Release(all: true);
        Assert.Equal("again", Assert.Single(Read()).Details);
    }

    [Fact]
    public void WriteRepeated_BeforeTheClockIsPutBack_IsNotHeldUntilTheTimeComesRound()
    {
        _trail.WriteRepeated(Poller, AuditAction.Searched, "/flows");
        _time.Step(TimeSpan.FromDays(-1));
        _trail.Release();
        Assert.Single(Read());
    }

    [Fact]
    public void Write_MoreThanFits_DropsAndCounts()
    {
        for (var i = 0; i < AuditTrail.Capacity + 3; i++)
        {
            _trail.Write(Poller, AuditAction.Changed);
        }

        Assert.Equal(AuditTrail.Capacity, Read().Count);
        Assert.Equal(3, _trail.TakeLost()!.Count);
        Assert.Null(_trail.TakeLost());
    }

    [Fact]
    public void Write_TextsThatAreTooLong_AreCut_AndNobodyIsNotAudited()
    {
        _trail.Write(Poller, AuditAction.Changed, new string('x', 5000), new string('y', 5000) + "\0");
        _trail.Write(null, AuditAction.Changed);
        var entry = Assert.Single(Read());
        Assert.Equal((AuditEntry.MaxSubjectLength, AuditEntry.MaxDetailsLength), (entry.Subject.Length, entry.Details.Length));
    }

    private List<AuditEntry> Read()
    {
        var entries = new List<AuditEntry>();
        while (_trail.Waiting.TryRead(out var entry))
        {
            entries.Add(entry);
        }

        return entries;
    }
}
