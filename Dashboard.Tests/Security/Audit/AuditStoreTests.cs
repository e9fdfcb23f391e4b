using Dashboard.Security.Audit;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Security.Audit;

/// <summary>Writing, reading and forgetting audit entries.</summary>
public sealed class AuditStoreTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Theory]
    [ProviderData]
    public async Task Page_FilteredAndWalked_GivesEachEntryOnce_NewestFirst(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var trail = new AuditTrail(_time);
        for (var i = 0; i < 25; i++)
        {
            trail.Write(
                new AuditActor(i % 2, i % 2 == 0 ? "Anna@example.com" : "bob@example.com", "192.0.2.1"),
                i % 5 == 0 ? AuditAction.Exported : AuditAction.Searched, $"flow {i}", reason: i == 7 ? "Case 4711" : null);
            _time.Advance(TimeSpan.FromSeconds(i % 3));
        }

        Assert.True(await Writer(trail, database).StoreAsync(Cancellation));
        var store = new AuditStore(database.Factory);
        var seen = new List<AuditEntry>();
        AuditPosition? after = null;
        while (await store.PageAsync(new AuditQuery(), after, 4, Cancellation) is { Count: > 0 } page)
        {
            seen.AddRange(page);
            after = new(page[^1].At, page[^1].Id);
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"flow {i}"), seen.Select(entry => entry.Subject));
        Assert.Equal(13, (await store.PageAsync(new AuditQuery(Who: "ANNA"), null, 100, Cancellation)).Count);
        Assert.Equal(5, (await store.PageAsync(new AuditQuery(Action: AuditAction.Exported), null, 100, Cancellation)).Count);
        Assert.Equal("flow 7", Assert.Single(await store.PageAsync(new AuditQuery(Text: "case 4711"), null, 100, Cancellation)).Subject);
        var from = seen[10].At;
        Assert.All(await store.PageAsync(new AuditQuery(From: from), null, 100, Cancellation), entry => Assert.True(entry.At >= from));
        Assert.All(await store.PageAsync(new AuditQuery(Until: from), null, 100, Cancellation), entry => Assert.True(entry.At < from));
    }

    [Theory]
    [ProviderData]
    public async Task CleanUp_OldEntries_GoByTheSetting(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var trail = new AuditTrail(_time);
        trail.Write(new AuditActor(1, "a", ""), AuditAction.SignedIn, "old");
        _time.Advance(TimeSpan.FromDays(8));
        trail.Write(new AuditActor(1, "a", ""), AuditAction.SignedIn, "new");
        await Writer(trail, database).StoreAsync(Cancellation);

        Assert.Equal(0, await Cleanup(database, 0).CleanUpAsync(Cancellation));
        Assert.Equal(1, await Cleanup(database, 7).CleanUpAsync(Cancellation));
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal("new", (await db.AuditEntries.SingleAsync(Cancellation)).Subject);
    }

    [Fact]
    public async Task Stop_StoresWhatWaits_AlsoWhatIsHeldBack()
    {
        await using var database = await TestDatabase.CreateAsync();
        var trail = new AuditTrail(_time);
        using var writer = Writer(trail, database);
        await writer.StartAsync(Cancellation);
        trail.Write(new AuditActor(1, "a", ""), AuditAction.SignedIn);
        trail.WriteRepeated(new AuditActor(1, "a", ""), AuditAction.Searched);
        trail.WriteRepeated(new AuditActor(1, "a", ""), AuditAction.Searched);
        await writer.StopAsync(Cancellation);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal([1, 2], await db.AuditEntries.OrderBy(entry => entry.Id).Select(entry => entry.Count).ToListAsync(Cancellation));
    }

    [Fact]
    public void Reason_LastsAnHour_AndIsAskedOnlyWhereTheSettingSaysSo()
    {
        var reasons = new SearchReasons(FixedOptions.From(new AuditOptions { AskReason = true }), _time);
        Assert.False(new SearchReasons(FixedOptions.From(new AuditOptions()), _time).IsMissing(1));
        Assert.True(reasons.IsMissing(1));
        Assert.NotNull(reasons.Give(1, " x ").Refusal);
        reasons.Give(1, " Case 4711 ").EnsureDone();
        Assert.Equal((false, "Case 4711", true), (reasons.IsMissing(1), reasons.Find(1), reasons.IsMissing(2)));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.True(reasons.IsMissing(1));
    }

    private AuditWriter Writer(AuditTrail trail, TestDatabase database) => new(trail, database.Factory, _time, NullLogger<AuditWriter>.Instance);

    private AuditCleanup Cleanup(TestDatabase database, int days) =>
        new(
            database.Factory,
            FixedOptions.From(new AuditOptions { KeepDays = days }),
            new AgeClock(database.Factory, _time, NullLogger<AgeClock>.Instance),
            _time,
            NullLogger<AuditCleanup>.Instance);
}
