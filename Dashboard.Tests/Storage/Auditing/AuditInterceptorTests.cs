using Dashboard.Domain.Alerts;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Dashboard.Storage.Providers;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Storage.Auditing;

/// <summary>What is noted of changes in the database.</summary>
public sealed class AuditInterceptorTests : IDisposable
{
    private readonly AuditTrail _trail = new(TestTime.CreateClock());

    public AuditInterceptorTests() => AuditActor.Current = new(7, "admin@example.com", "192.0.2.1");

    public void Dispose() => AuditActor.Current = null;

    [Theory]
    [ProviderData]
    public async Task Save_OfACamera_TellsFromWhatToWhat_AndNoSecret(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using (var db = Open(database))
        {
            db.Cameras.Add(new CameraRow { Alias = "gate", ProtectedSource = "secret one", AnalysisRate = 10 });
            await db.SaveChangesAsync(Cancellation);
            var row = await db.Cameras.SingleAsync(Cancellation);
            row.Alias = "north gate";
            row.ProtectedSource = "secret two";
            await db.SaveChangesAsync(Cancellation);
            row.KeepAliveAt = DateTimeOffset.UnixEpoch;
            await db.SaveChangesAsync(Cancellation);
            db.Cameras.Remove(row);
            await db.SaveChangesAsync(Cancellation);
        }

        var entries = Read();
        Assert.Equal(["Added", "Changed", "Removed"], entries.Select(entry => entry.Action.ToString()));
        Assert.Equal("camera north gate", entries[1].Subject);
        Assert.Contains("Alias: gate → north gate", entries[1].Details);
        Assert.Contains("Address changed", entries[1].Details);
        Assert.All(entries, entry => Assert.Equal((7, "admin@example.com"), (entry.UserId, entry.UserName)));
        Assert.DoesNotContain(entries, entry => entry.Details.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [ProviderData]
    public async Task Transaction_ThatIsTakenBack_LeavesNothing(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = Open(database);
        await using (await db.Database.BeginTransactionAsync(Cancellation))
        {
            db.Sites.Add(new SiteRow { Name = "Harbour" });
            await db.SaveChangesAsync(Cancellation);
            db.Audit(AuditAction.Removed, "site Harbour");
        }

        db.ChangeTracker.Clear();
        await using (var transaction = await db.Database.BeginTransactionAsync(Cancellation))
        {
            db.Sites.Add(new SiteRow { Name = "Depot" });
            await db.SaveChangesAsync(Cancellation);
            Assert.Empty(Read());
            db.Audit(AuditAction.Changed, "site Depot");
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(["site Depot", "site Depot"], Read().Select(entry => entry.Subject));
    }

    [Fact]
    public async Task Save_OfManyEntries_IsOneLine_AndTheProgramsOwnIsNone()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = Open(database);
        var list = new AlertList { Name = "Stolen" };
        db.AlertLists.Add(list);
        await db.SaveChangesAsync(Cancellation);
        Read();
        db.AlertEntries.AddRange(Enumerable.Range(0, 300).Select(i => new AlertEntry { ListId = list.Id, Plate = $"ABC{i}" }));
        await db.SaveChangesAsync(Cancellation);
        Assert.Equal("300 rows", Assert.Single(Read()).Details);

        AuditActor.Current = null;
        list.Name = "Gone";
        await db.SaveChangesAsync(Cancellation);
        Assert.Empty(Read());
    }

    [Theory]
    [ProviderData]
    public async Task Save_OfWhatHasNoNumberYet_NamesNone(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = Open(database);
        db.Notes.Add(new Note { Plate = "ABC123", Text = "Asked for the office" });
        await db.SaveChangesAsync(Cancellation);
        var entry = Assert.Single(Read());
        Assert.Equal(("note", "Plate: ABC123"), (entry.Subject, entry.Details)); // What is written of people can be removed; the audit never is.
    }

    [Fact]
    public async Task AuditEntries_ArePastChanging()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = Open(database);
        db.AuditEntries.Add(new AuditEntry { UserName = "a" });
        await db.SaveChangesAsync(Cancellation);
        (await db.AuditEntries.SingleAsync(Cancellation)).UserName = "b";
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Cancellation));
    }

    private DashboardDbContext Open(TestDatabase database) =>
        new ProviderContextFactory(database.Options, database.Server, NullLoggerFactory.Instance, _trail).CreateDbContext();

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
