using System.Security.Cryptography;
using System.Text;
using Dashboard.Commands;
using Dashboard.Commands.Keeping;
using Dashboard.Security.Audit;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Auditing;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Storage.Auditing;

/// <summary>The audit's chain: what was changed in the database past the program is found, what the program does keeps it whole.</summary>
public sealed class AuditChainTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();

    [Theory, ProviderData]
    public async Task Verify_UntouchedEntries_SaysHowManyAndSinceWhen(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var first = _time.GetUtcNow();
        await StoreAsync(database, 0, 3);
        await StoreAsync(database, 3, 2);
        var report = await VerifyAsync(database);
        Assert.Equal((null, 5L, first, 0L, 0L), (report.Fault, report.Entries, report.Since, report.Removed, report.Unchained));
        Assert.Equal(AuditChain.SumLength, report.LastSum.Length);
        Assert.Null((await VerifyAsync(database, report.LastSum.ToUpperInvariant())).Fault);
        Assert.Contains("noted", (await VerifyAsync(database, new string('0', AuditChain.SumLength))).Fault);
    }

    [Theory, ProviderData]
    public async Task Verify_ChangedRemovedOrAddedEntries_NamesTheFirst(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(database, 0, 5);

        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 3).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.Details, "Ünders"), Cancellation));
        var report = await VerifyAsync(database);
        Assert.StartsWith("Entry 3 of ", report.Fault);
        Assert.Equal(2, report.Entries);
        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 3).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.Details, "Straße, “12”"), Cancellation));
        Assert.Null((await VerifyAsync(database)).Fault);

        await AddOutsideAsync(database);
        Assert.Contains("outside of the chain", (await VerifyAsync(database)).Fault);
        await TamperAsync(database, rows => rows.Where(entry => entry.Number == null).ExecuteDeleteAsync(Cancellation));

        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 5).ExecuteDeleteAsync(Cancellation));
        Assert.StartsWith("Entry 5 is missing", (await VerifyAsync(database)).Fault);
        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 1).ExecuteDeleteAsync(Cancellation));
        Assert.Equal("Entry 1 is missing", (await VerifyAsync(database)).Fault);
    }

    /// <summary>The row's own number decides the order of what people see of one moment.</summary>
    [Theory, ProviderData]
    public async Task Verify_AnEntryInAnotherRow_NamesIt(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(database, 0, 5);
        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 5).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.Id, entry => entry.Id + 1), Cancellation));
        Assert.StartsWith("Entry 5 of ", (await VerifyAsync(database)).Fault);
        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 5).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.Id, entry => entry.Id - 1), Cancellation));
        Assert.Null((await VerifyAsync(database)).Fault);
    }

    [Fact]
    public async Task Verify_EntriesOfBeforeSumsHadTheRow_AreUnbroken_AndInTheirOrder()
    {
        await using var database = await TestDatabase.CreateAsync();
        await StoreAsync(database, 0, 2);

        // As it was stored until 2026-11-30.
        var third = new AuditEntry
        {
            Number = 3,
            At = DateTimeOffset.UnixEpoch,
            UserName = "anna@example.com",
            Action = AuditAction.Searched,
            Subject = "flow 3",
        };
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var before = (await db.AuditChain.SingleAsync(Cancellation)).LastSum;
            var text = $"64:{before},1:3,1:0,-:,16:anna@example.com,0:,-:,1:4,6:flow 3,0:,-:,1:1,";
            third.Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
            db.AuditEntries.Add(third);
            await db.SaveChangesAsync(Cancellation);
            await db.AuditChain.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LastNumber, 3).SetProperty(row => row.LastSum, third.Sha256), Cancellation);
        }

        await StoreAsync(database, 3, 2);
        Assert.Equal((null, 5L), ((await VerifyAsync(database)).Fault, (await VerifyAsync(database)).Entries));

        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 3).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.Id, 99), Cancellation));
        Assert.Contains("has another row's place", (await VerifyAsync(database)).Fault);
    }

    /// <summary>Nothing that is left in the database tells of it; a sum that was written down elsewhere does.</summary>
    [Theory, ProviderData]
    public async Task Verify_LastEntryCutOffWithTheEndOfTheChain_ShowsAgainstANotedSum(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await StoreAsync(database, 0, 5);
        var before = await VerifyAsync(database);
        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 5).ExecuteDeleteAsync(Cancellation));
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            var sum = (await db.AuditEntries.SingleAsync(entry => entry.Number == 4, Cancellation)).Sha256!;
            await db.AuditChain.ExecuteUpdateAsync(
                set => set.SetProperty(row => row.LastNumber, 4).SetProperty(row => row.LastSum, sum), Cancellation);
            Assert.Equal(4, (await VerifyAsync(database, sum)).NotedNumber);
        }

        Assert.Null((await VerifyAsync(database)).Fault);
        Assert.Contains("cut off at the end", (await VerifyAsync(database, before.LastSum)).Fault);
    }

    [Theory, ProviderData]
    public async Task Append_BySeveralServersAtOnce_IsOneChain(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(server => Task.Run(async () =>
        {
            for (var batch = 0; batch < 10; batch++)
            {
                await StoreAsync(database, server, 3);
            }
        })));
        var report = await VerifyAsync(database);
        Assert.Equal((null, 120L), (report.Fault, report.Entries));
    }

    [Theory, ProviderData]
    public async Task CleanUp_OfTheOldest_LeavesAChainThatIsVerified(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await AddOutsideAsync(database);
        await StoreAsync(database, 0, 4);
        var before = await VerifyAsync(database);
        Assert.Equal((null, 1L), (before.Fault, before.Unchained));
        _time.Advance(TimeSpan.FromDays(8));
        await StoreAsync(database, 4, 3);

        Assert.Equal(5, await Cleanup(database).CleanUpAsync(Cancellation));
        var report = await VerifyAsync(database);
        Assert.Equal((null, 3L, 4L, 0L), (report.Fault, report.Entries, report.Removed, report.Unchained));

        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 5).ExecuteDeleteAsync(Cancellation));
        Assert.Equal("Entry 5 is missing", (await VerifyAsync(database)).Fault);
    }

    [Fact]
    public async Task CleanUp_OfAllEntries_KeepsTheChainsEnd()
    {
        await using var database = await TestDatabase.CreateAsync();
        await StoreAsync(database, 0, 2);
        _time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(2, await Cleanup(database).CleanUpAsync(Cancellation));
        Assert.Null((await VerifyAsync(database)).Fault);
        await StoreAsync(database, 2, 1);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal(3, (await db.AuditEntries.SingleAsync(Cancellation)).Number);
        Assert.Null((await VerifyAsync(database)).Fault);
    }

    [Fact]
    public async Task CleanUp_OfAnOldEntryBehindAYoungOne_WaitsForIt_ButNotForATimeToCome()
    {
        await using var database = await TestDatabase.CreateAsync();
        var start = _time.GetUtcNow();
        await AppendAsync(database, [start, start.AddYears(10), start.AddDays(5), start]);
        _time.Advance(TimeSpan.FromDays(8));
        using var cleanup = Cleanup(database);
        Assert.Equal(2, await cleanup.CleanUpAsync(Cancellation));
        _time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(2, await cleanup.CleanUpAsync(Cancellation));
    }

    [Fact]
    public async Task Command_SaysWhatItFound_ByItsExitCodeToo()
    {
        await using var database = await TestDatabase.CreateAsync();
        await StoreAsync(database, 0, 3);
        var (code, output, _) = await RunAsync(database);
        Assert.Equal(0, code);
        Assert.Contains("3 entries, unbroken since 20", output);
        Assert.Contains("Sum of the last, entry 3: ", output);
        Assert.Contains("cut entries off at the end", output);

        await TamperAsync(database, rows => rows.Where(entry => entry.Number == 2).ExecuteUpdateAsync(
            set => set.SetProperty(entry => entry.UserName, "somebody else"), Cancellation));
        (code, output, var errors) = await RunAsync(database);
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("Entry 2 of ", errors);
    }

    /// <summary>Whoever can write the database can also move the chain's beginning: it is not said that age was the reason.</summary>
    [Fact]
    public async Task Command_OfEntriesThatAreGone_SaysHowMany_AndWhenTheServerRemovesThem()
    {
        await using var database = await TestDatabase.CreateAsync();
        await StoreAsync(database, 0, 4);
        _time.Advance(TimeSpan.FromDays(8));
        await StoreAsync(database, 4, 3);
        await Cleanup(database).CleanUpAsync(Cancellation);
        Assert.Contains("4 before them are gone; the server removes entries after 7 days", (await RunAsync(database, keepDays: 7)).Output);
    }

    [Fact]
    public async Task ChainWithoutItsRow_IsAFault_AndNothingIsTakenForStored()
    {
        await using var database = await TestDatabase.CreateAsync();
        await StoreAsync(database, 0, 2);
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.AuditChain.ExecuteDeleteAsync(Cancellation);
        }

        var (code, _, errors) = await RunAsync(database);
        Assert.Equal(1, code);
        Assert.Contains("The row of AuditChain", errors);

        var trail = new AuditTrail(_time);
        trail.Write(new AuditActor(1, "anna@example.com", ""), AuditAction.Searched, "flow 1");
        using var writer = new AuditWriter(trail, database.Factory, _time, NullLogger<AuditWriter>.Instance);
        Assert.Null(writer.Warning);
        Assert.False(await writer.StoreAsync(Cancellation));
        Assert.NotNull(writer.Warning);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("--noted=0123", false)]
    [InlineData("--noted=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg", false)]
    [InlineData("--noted=0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    public void Command_TakesWholeSumsOnly(string noted, bool isRight)
    {
        var errors = AuditCommand.Create([]).Parse(noted.Length == 0 ? ["verify"] : ["verify", noted]).Errors;
        Assert.Equal(isRight, errors.Count == 0);
        Assert.True(isRight || errors[0].Message.Contains("64 hexadecimal digits", StringComparison.Ordinal));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(TestDatabase database, int keepDays = 730)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await AuditCommand.VerifyAsync(
            new AuditVerification(database.Factory), keepDays, new PlainConsole(output, errors, TimeProvider.System), noted: null,
            Cancellation);
        return (code, $"{output}", $"{errors}");
    }

    private static async Task TamperAsync(TestDatabase database, Func<DbSet<AuditEntry>, Task<int>> change)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.NotEqual(0, await change(db.AuditEntries));
    }

    private static Task<AuditChainReport> VerifyAsync(TestDatabase database, string? noted = null) =>
        new AuditVerification(database.Factory).VerifyAsync(noted, cancellationToken: Cancellation);

    private static async Task AppendAsync(TestDatabase database, IEnumerable<DateTimeOffset> times)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.AppendToAuditAsync([.. times.Select(at => new AuditEntry { UserName = "a", At = at })], Cancellation);
    }

    private async Task AddOutsideAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        db.AuditEntries.Add(new AuditEntry { UserName = "x", At = _time.GetUtcNow() });
        await db.SaveChangesAsync(Cancellation);
    }

    // Half milliseconds are cut off when they are stored, and must not be in the sum.
    private async Task StoreAsync(TestDatabase database, int first, int count)
    {
        var trail = new AuditTrail(_time);
        for (var i = first; i < first + count; i++)
        {
            trail.Write(
                new AuditActor(i % 2 == 0 ? i : null, "anna@example.com", "192.0.2.1", i % 3 == 0 ? "key" : null),
                AuditAction.Searched, $"flow {i}", "Straße, “12”", i % 2 == 0 ? null : "Case 4711");
            _time.Advance(TimeSpan.FromTicks(10_005));
        }

        using var writer = new AuditWriter(trail, database.Factory, _time, NullLogger<AuditWriter>.Instance);
        Assert.True(await writer.StoreAsync(Cancellation));
    }

    private AuditCleanup Cleanup(TestDatabase database) =>
        new(
            database.Factory,
            FixedOptions.From(new AuditOptions { KeepDays = 7 }),
            new AgeClock(database.Factory, _time, NullLogger<AgeClock>.Instance),
            _time,
            NullLogger<AuditCleanup>.Instance);
}
