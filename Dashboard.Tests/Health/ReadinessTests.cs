using Dashboard.Agents.Intake;
using Dashboard.Capture;
using Dashboard.Configuration;
using Dashboard.Flows.Recording;
using Dashboard.Health;
using Dashboard.Hosting;
using Dashboard.Hosting.Tls;
using Dashboard.Recognition;
using Dashboard.Retention;
using Dashboard.Security;
using Dashboard.Security.Keys;
using Dashboard.Storage;
using Dashboard.Storage.Ages;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Health;

public sealed class ReadinessTests
{
    private readonly FakeTimeProvider _time = TestTime.CreateClock();
    private readonly DatabaseDamage _damage = new(TestTime.CreateClock());
    private readonly DatabaseLock _locked;
    private readonly CameraStatusBoard _cameras = new();
    private readonly RetentionStatus _retention = new();
    private readonly IntakeStatus _intake;
    private DiskNumbers _disk = new(50L << 30, 100L << 30);
    private readonly RecognitionStatus _recognition = new(TimeProvider.System);

    private readonly List<IHealthWarning> _others = [];

    public ReadinessTests() => (_intake, _locked) = (new IntakeStatus(_time), new DatabaseLock(_time));

    [Fact]
    public async Task FindFaults_NoDatabase_SaysSo()
    {
        var problem = Assert.Single(await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation));

        Assert.Contains("database", problem);
    }

    [Fact]
    public async Task LockedDatabase_IsAProblemOnceItLasts_AndUntilItEnds()
    {
        const string Locked = "The database is locked by another program since 2026-03-01T12:00:00Z; what is to be written waits.";
        _locked.Note(true);
        _time.Advance(TimeSpan.FromSeconds(4));
        _locked.Note(true);
        Assert.DoesNotContain(Locked, await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([Locked], await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation));
        _locked.Note(false);
        Assert.DoesNotContain(Locked, await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation));
    }

    [Fact]
    public async Task FindFaults_RecorderFailsForAMoment_IsNotStuck()
    {
        var recorder = new RecorderStatus(_time);
        recorder.SetFault("The disk is full.");
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.DoesNotContain(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("disk"));
    }

    [Fact]
    public async Task FindFaults_RecorderFailsForLong_SaysWhyAndSinceWhen()
    {
        var recorder = new RecorderStatus(_time);
        recorder.SetFault("The disk is full.");
        _time.Advance(TimeSpan.FromSeconds(9));
        recorder.SetFault("The disk is full.");

        var problem = Assert.Single(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("disk"));
        Assert.Contains("2026-03-01T12:00:00Z", problem);
    }

    [Fact]
    public async Task FindFaults_PushesThatAreNotStored_SaysWhy_WhileAgentsTry()
    {
        _intake.Failed("groups", "the database may not be written to");
        Assert.DoesNotContain(await ProblemsAsync(), IsOfAgents);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Contains("2026-03-01T12:00:00Z: the database may not be written to", Assert.Single(await ProblemsAsync(), IsOfAgents));
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(await ProblemsAsync(), IsOfAgents);
        _intake.Failed("groups", "the database is busy");
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Single(await ProblemsAsync(), IsOfAgents);
        _intake.Worked("reads");
        Assert.Single(await ProblemsAsync(), IsOfAgents);
        _intake.Worked("groups");
        Assert.DoesNotContain(await ProblemsAsync(), IsOfAgents);

        Task<IReadOnlyList<string>> ProblemsAsync() => Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation);
        static bool IsOfAgents(string problem) => problem.Contains("agents push", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500L << 20, 100L << 30, true)]
    [InlineData(3L << 30, 100L << 30, true)]
    [InlineData(30L << 30, 1000L << 30, false)]
    [InlineData(50L << 30, 100L << 30, false)]
    public void DiskIsLow_BySizeAndShare(long free, long total, bool low) => Assert.Equal(low, new DiskNumbers(free, total).IsLow);

    [Fact]
    public async Task DiskBelowItsFloor_IsAProblem()
    {
        _retention.LackingRoom = new DiskNumbers(5L << 30, 100L << 30);
        var problems = await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation);
        Assert.Contains(problems, problem => problem.Contains("Only 5.0 % of the disk is free"));
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(200, false)]
    public async Task FullDisk_IsAProblemAtOnce(long megabytes, bool isProblem)
    {
        _disk = new DiskNumbers(megabytes << 20, 100L << 30);
        var problems = await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation);
        Assert.Equal(isProblem, problems.Contains($"The disk is full: {megabytes} MB are free."));
    }

    [Fact]
    public async Task Recognition_ThatFailsFrameAfterFrame_OrNeverStarted_IsAProblem()
    {
        var recorder = new RecorderStatus(_time);
        _recognition.MarkReady();
        for (var frame = 1; frame < RecognitionStatus.MaxFailuresInARow; frame++)
        {
            _recognition.AddFailure("The model gives nonsense.");
        }

        Assert.DoesNotContain(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("nonsense"));
        _recognition.AddFailure("The model gives nonsense.");
        Assert.Contains("No plates are read: The model gives nonsense.", await Readiness(recorder).FindProblemsAsync(Cancellation));
        _recognition.AddStill();
        Assert.DoesNotContain(await Readiness(recorder).FindProblemsAsync(Cancellation), problem => problem.Contains("nonsense"));

        var cold = new RecognitionStatus(_time);
        cold.AddFailure("The model file is damaged.");
        Assert.Equal("The model file is damaged.", cold.Current.Fault);
    }

    [Fact]
    public async Task DamagedPage_ThatSomebodyCameUpon_IsAProblem()
    {
        await using var database = await TestDatabase.CreateAsync();
        using var logs = LoggerFactory.Create(builder => builder.AddProvider(_damage));
        var factory = new ProviderContextFactory(database.Options, database.Server, logs);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await database.AddManyFlowsAsync(Enumerable.Range(0, 400).Select(i => RetentionBench.At(camera, 1, $"AB{i}")));
        await DamageAsync(database);

        Assert.Null(_damage.Since);
        await using (var db = factory.CreateDbContext())
        {
            await Assert.ThrowsAnyAsync<Exception>(() => db.Flows.ToListAsync(Cancellation));
        }

        Assert.Contains(
            "A part of the database is damaged, found at 2026-03-01T12:00:00Z; restore a backup.",
            await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation));
    }

    [Theory]
    [InlineData("Flows")]
    [InlineData("FlowCandidates")]
    [InlineData("PlateSuffixes")]
    [InlineData("AuditEntries")]
    [InlineData("IX_Flows_Region")]
    public async Task DamagedPage_ThatNobodyAskedFor_IsFoundByTheCheck(string table)
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await database.AddManyFlowsAsync(Enumerable.Range(0, 400).Select(i => RetentionBench.At(camera, 1, $"AB{i}")));
        await DamageAsync(database, table);
        await CheckAsync(database);
    }

    /// <summary>SQLite has it in memory and does not notice.</summary>
    [Fact]
    public async Task DamagedFirstPage_OfAQuietServer_IsFoundByTheCheck()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AddCamerasAsync("Gate");
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);
        await db.Cameras.CountAsync(Cancellation);
        await using (var file = new FileStream(database.Server.DataPath("dashboard.db"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            await file.WriteAsync(new byte[4096], Cancellation);
        }

        await CheckAsync(database);
        Assert.False(_damage.IsGone);
    }

    [Fact]
    public async Task File_ThatIsDeletedUnderTheServer_IsToldToBeGone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells where open files lie.");
        await using var database = await TestDatabase.CreateAsync();
        await database.AddCamerasAsync("Gate");
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Database.OpenConnectionAsync(Cancellation);
        using var check = new DatabaseCheck(database.Factory, _damage, _time, NullLogger<DatabaseCheck>.Instance);
        await check.StartAsync(Cancellation);
        await Eventually.TrueAsync(() => check.Rounds > 0, "a look at it");
        Assert.Null(_damage.Since);

        File.Delete(database.Server.DataPath("dashboard.db"));
        await Eventually.TrueAsync(
            () =>
            {
                _time.Advance(DatabaseCheck.Interval);
                return _damage.Since is not null;
            },
            "it is told");
        await check.StopAsync(Cancellation);
        Assert.Contains(
            await Readiness(new RecorderStatus(_time)).FindProblemsAsync(Cancellation),
            text => text.StartsWith("The database's file was deleted or moved away", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/d/dashboard.db", "/d/dashboard.db-wal", false)]
    [InlineData("/d/dashboard.db (deleted)", "/d/dashboard.db-wal", true)]
    [InlineData("/elsewhere/old.db", "/d/dashboard.db-wal", true)]
    [InlineData("/d/dashboard.db", "/d/dashboard.db-wal (deleted)", true)]
    public void File_IsGone_WhereLinuxSaysSo(string database, string log, bool isGone)
    {
        const string path = "/link/dashboard.db";
        var file = new SqliteFile();
        Assert.False(file.IsGone(["/d/dashboard.db", "/d/dashboard.db-wal"], path));
        Assert.Equal(isGone, file.IsGone([database, log, "socket:[1]"], path));
    }

    /// <summary>A healthy database must never be called damaged, whatever was written, deleted and given back to the disk.</summary>
    [Fact]
    public async Task Pages_OfADatabaseThatWasAtWork_AreAllWhatTheyShouldBe()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await db.Database.OpenConnectionAsync(Cancellation);
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        var pages = new SqlitePages();
        for (var round = 0; round < 4; round++)
        {
            await database.AddManyFlowsAsync(Enumerable.Range(0, 1500).Select(i => RetentionBench.At(camera, 1, $"AB{round}{i}")));
            await db.Flows.Where(flow => flow.Id % 3 != round % 3).ExecuteDeleteAsync(Cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA incremental_vacuum(50)", Cancellation);
            await db.Database.ExecuteSqlAsync(
                $"INSERT INTO \"SavedSettings\" VALUES ({$"Long:{round}"}, {new string('x', 50_000)}, NULL, 0, '')", Cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);

            Assert.Empty(pages.Step(connection, TimeSpan.FromMinutes(1)));
            Assert.Equal(
                await db.Database.SqlQuery<int>($"SELECT page_count AS \"Value\" FROM pragma_page_count").SingleAsync(Cancellation), pages.Looked);
        }
    }

    [Fact]
    public void SilentCameras_AreAWarning_WhichNamesNone()
    {
        _cameras.Set(1, new CameraStatus { State = CameraState.Running });
        Assert.Empty(Readiness(new RecorderStatus(_time)).FindWarnings());
        _cameras.Set(2, new CameraStatus { State = CameraState.Waiting });
        Assert.Equal(["1 camera gives no pictures."], Readiness(new RecorderStatus(_time)).FindWarnings());
        _cameras.Set(3, new CameraStatus { State = CameraState.Waiting });
        Assert.Equal(["2 cameras give no pictures."], Readiness(new RecorderStatus(_time)).FindWarnings());
    }

    /// <summary>What is due by a clock that has leapt stays; somebody who waits for it to go has to learn why.</summary>
    [Fact]
    public async Task Clock_ThatHasLeapt_IsAWarning()
    {
        await using var database = await TestDatabase.CreateAsync();
        var time = new SteppedClock();
        var ages = new AgeClock(database.Factory, time, NullLogger<AgeClock>.Instance);
        await ages.ReadAsync(Cancellation);
        Assert.Empty(Readiness(new RecorderStatus(_time), ages).FindWarnings());

        time.Step(TimeSpan.FromDays(365));
        await ages.ReadAsync(Cancellation);
        Assert.Equal(
            ["The clock says 2027-03-01T12:00:00Z, and 2026-03-01T12:00:00Z was expected; for 168 more hours nothing is deleted for its age by the"
                + " new time."],
            Readiness(new RecorderStatus(_time), ages).FindWarnings());
    }

    [Fact]
    public void WarningsOfOthers_AreTold_AsLongAsTheyHaveOne()
    {
        var other = new OtherWarning();
        _others.Add(other);
        Assert.Empty(Readiness(new RecorderStatus(_time)).FindWarnings());
        other.Warning = "Recognition does not keep up.";
        Assert.Equal(["Recognition does not keep up."], Readiness(new RecorderStatus(_time)).FindWarnings());
    }

    private async Task CheckAsync(TestDatabase database)
    {
        using var check = new DatabaseCheck(database.Factory, _damage, _time, NullLogger<DatabaseCheck>.Instance);
        await check.StartAsync(Cancellation);
        await Eventually.TrueAsync(() => _damage.Since is not null, "the damage is found");
        await check.StopAsync(Cancellation);
    }

    // What a bad sector leaves in the middle of a table.
    private static async Task DamageAsync(TestDatabase database, string table = "Flows")
    {
        var page = 0L;
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            page = await db.Database.SqlQuery<long>($"SELECT rootpage AS \"Value\" FROM sqlite_master WHERE name = {table}")
                .SingleAsync(Cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", Cancellation);
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        await using var file = new FileStream(database.Server.DataPath("dashboard.db"), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Seek((page - 1) * 4096, SeekOrigin.Begin);
        await file.WriteAsync(Enumerable.Repeat((byte)0xAA, 4096).ToArray(), Cancellation);
    }

    /// <summary>Where everything is copied together the file protects nothing.</summary>
    [Fact]
    public void KeyFile_InTheDataDirectory_IsAWarning()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.PathOf("data"));
        var (inside, outside, link, linkedFolder) =
            (folder.PathOf("data/key"), folder.PathOf("key"), folder.PathOf("link"), folder.PathOf("elsewhere"));
        File.WriteAllBytes(inside, new byte[32]);
        File.WriteAllBytes(outside, new byte[32]);
        File.CreateSymbolicLink(link, inside);
        Directory.CreateSymbolicLink(linkedFolder, folder.PathOf("data"));
        var paths = new[]
        {
            (inside, true), (link, true), (Path.Combine(linkedFolder, "key"), true),
            (outside, false), (folder.PathOf("gone/key"), false), ("", false),
        };
        foreach (var (path, isWarned) in paths)
        {
            var place = new KeyFilePlace(
                FixedOptions.From(new SecurityOptions { KeyFile = path }), new ServerOptions { DataDirectory = folder.PathOf("data") });
            var warnings = Readiness(new RecorderStatus(_time), keyFile: place).FindWarnings();
            Assert.Equal(isWarned, warnings.Any(text => text.Contains("Security:KeyFile", StringComparison.Ordinal)));
        }
    }

    private Readiness Readiness(RecorderStatus recorder, AgeClock? ages = null, KeyFilePlace? keyFile = null) =>
        new(
            new BrokenDatabase(), recorder, _intake, _retention, _recognition, _damage, _locked, new DiskSpace(new ServerOptions(), () => _disk),
            _cameras,
            ages ?? new AgeClock(new BrokenDatabase(), _time, NullLogger<AgeClock>.Instance),
            new TlsCertificate(new(), _time, NullLogger<TlsCertificate>.Instance),
            keyFile ?? new KeyFilePlace(FixedOptions.From(new SecurityOptions()), new ServerOptions()), _others, _time,
            NullLogger<Readiness>.Instance);

    private sealed class OtherWarning : IHealthWarning
    {
        public string? Warning { get; set; }
    }

    private sealed class BrokenDatabase : IDbContextFactory<DashboardDbContext>
    {
        public DashboardDbContext CreateDbContext() => throw new InvalidOperationException("unable to open database file");
    }
}
