using System.Text.RegularExpressions;
using Dashboard.Backups;
using Dashboard.Backups.Archives;
using Dashboard.Backups.Databases;
using Dashboard.Commands;
using Dashboard.Commands.Keeping;
using Dashboard.Configuration;
using Dashboard.Security;
using Dashboard.Storage;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Backups;

/// <summary>Backups are of one moment, whole, and come back as they were.</summary>
public sealed class BackupTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-backup-").FullName;
    private readonly List<(string Provider, string Connection)> _made = [];

    private string Backups => Path.Combine(_folder, "backups");

    private string Restored => Path.Combine(_folder, "restored");

    [Theory, ProviderData]
    public async Task Backup_WhileFlowsAreStored_ComesBackWhole(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await bench.AddAsync(RetentionBench.At(camera, 3, "AB1", hasPicture: true), RetentionBench.At(camera, 2, "AB2", hasPicture: true));
        using var stop = new CancellationTokenSource();
        var first = new TaskCompletionSource();
        var writing = Task.Run(async () =>
        {
            var stored = 2;
            for (; !stop.IsCancellationRequested; stored++)
            {
                await bench.AddAsync(RetentionBench.At(camera, 1, $"XY{stored}", hasPicture: true));
                first.TrySetResult();
            }

            return stored;
        });
        await first.Task;
        var made = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        await stop.CancelAsync();
        var stored = await writing;

        var options = Options(provider);
        if (options.ConnectionString.Length > 0)
        {
            await TestServers.CreateEmptyAsync(options.ConnectionString);
        }

        await Restore(options).RestoreAsync(Backups, skipDamaged: false, _ => _ => { }, Cancellation);
        await using var copy = await TestDatabase.OpenAsync(options, Restored);
        await using var db = await copy.Factory.CreateDbContextAsync(Cancellation);
        var flows = await db.Flows.Include(flow => flow.Candidates).OrderBy(flow => flow.Id).AsNoTracking().ToListAsync(Cancellation);
        Assert.InRange(flows.Count, 3, stored);
        Assert.Equal(made.Manifest.Rows["Flows"], flows.Count);
        Assert.Equal(made.Manifest.Rows["FlowCandidates"], flows.Sum(flow => flow.Candidates.Count));
        var restored = new RetentionBench(copy);
        foreach (var flow in flows)
        {
            Assert.Equal(await bench.Images.ReadAsync(flow, Cancellation), await restored.Images.ReadAsync(flow, Cancellation));
        }

        await db.Database.OpenConnectionAsync(Cancellation);
        if (provider == nameof(DatabaseProvider.Sqlite))
        {
            const string Mode = "SELECT journal_mode AS \"Value\" FROM pragma_journal_mode";
            Assert.Equal("wal", await db.Database.SqlQueryRaw<string>(Mode).SingleAsync(Cancellation));
        }

        // What was copied goes on working: numbers of new rows, triggers of the search.
        Assert.True((await copy.AddFlowsAsync(RetentionBench.At(camera, 0, "NEW1")))[0].Id > flows[^1].Id);
        Assert.True(await db.PlateSuffixes.AnyAsync(suffix => suffix.Suffix == "EW1", Cancellation));
    }

    [Fact]
    public async Task SecondBackup_CopiesWhatIsNew_AndIsWholeWithoutTheFirst()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var old = (await bench.AddAsync(RetentionBench.At(camera, 3, "AB1", hasPicture: true)))[0];
        var first = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        bench.Time.Advance(TimeSpan.FromHours(1));
        await bench.AddAsync(RetentionBench.At(camera, 1, "AB2", hasPicture: true));
        var second = await Writer(database, bench).WriteAsync(Backups, keep: 1, cancellationToken: Cancellation);

        Assert.Equal((1, 2), (first.Manifest.Pictures, second.Manifest.Pictures));
        Assert.Equal([second.Folder], Directory.GetDirectories(Backups));
        var picture = Path.Combine(second.Folder, "pictures", bench.Images.NameOf(bench.PathOf(old)));
        Assert.Equal(await File.ReadAllBytesAsync(bench.PathOf(old), Cancellation), await File.ReadAllBytesAsync(picture, Cancellation));
        await Restore(Options("Sqlite")).RestoreAsync(second.Folder, skipDamaged: false, _ => _ => { }, Cancellation);
        Assert.True(File.Exists(Path.Combine(Restored, "pictures", bench.Images.NameOf(bench.PathOf(old)))));
    }

    [Fact]
    public async Task File_HoldsTheWholeBackup_AndLeavesNothingBesideIt()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var flow = (await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1", hasPicture: true)))[0];
        var file = Path.Combine(_folder, "plates.tar");
        Task<FinishedBackup> WriteAsync(string folder) => Writer(database, bench).WriteAsync(folder, cancellationToken: Cancellation);

        var told = new Dictionary<string, (long Done, long Total)>();
        Action<long> Begin(string name, long total, string unit) => done => told[name] = (done, total);

        Assert.Equal(file, (await BackupArchive.WriteAsync(file, WriteAsync, Begin, Cancellation)).Folder);
        await Assert.ThrowsAsync<BackupException>(() => BackupArchive.WriteAsync(file, WriteAsync, Begin, Cancellation));
        await BackupArchive.UnpackAsync(
            file,
            Restored,
            folder => Restore(Options("Sqlite")).RestoreAsync(folder, skipDamaged: false, _ => _ => { }, Cancellation),
            Begin,
            Cancellation);
        Assert.Equal(["Packing", "Unpacking"], told.Keys.Order());
        Assert.All(told.Values, part => Assert.Equal(part.Total, part.Done));

        Assert.True(File.Exists(Path.Combine(Restored, "pictures", bench.Images.NameOf(bench.PathOf(flow)))));
        Assert.Equal([file, Restored], Directory.EnumerateFileSystemEntries(_folder).Order());
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Contains(
            "is a file, no folder", (await Assert.ThrowsAsync<BackupException>(() => WriteAsync(Path.Combine(file, "below")))).Message);
        await File.WriteAllTextAsync(file, "no archive at all", Cancellation);
        await Assert.ThrowsAsync<BackupException>(() => BackupArchive.UnpackAsync(file, Restored, Task.FromResult, Begin, Cancellation));
    }

    [Fact]
    public async Task File_InAFolderThatIsNotThere_IsRefused_AndNothingIsMade()
    {
        await using var database = await TestDatabase.CreateAsync();
        var missing = Path.Combine(_folder, "missing") + Path.DirectorySeparatorChar;
        var refused = await Assert.ThrowsAsync<BackupException>(() => BackupArchive.WriteAsync(
            missing,
            folder => Writer(database, new RetentionBench(database)).WriteAsync(folder, cancellationToken: Cancellation),
            Unheard,
            Cancellation));
        Assert.StartsWith($"There is no folder {missing}", refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task File_ThatWasCutAnywhere_SaysSo_AndNothingIsRestored()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1", hasPicture: true));
        var file = Path.Combine(_folder, "plates.tar");
        await BackupArchive.WriteAsync(
            file, folder => Writer(database, bench).WriteAsync(folder, cancellationToken: Cancellation), Unheard, Cancellation);
        var whole = await File.ReadAllBytesAsync(file, Cancellation);
        for (var parts = 0; parts < 40; parts++)
        {
            // Two blocks of nothing end an archive: without them it is whole.
            await File.WriteAllBytesAsync(file, whole[..(parts * (whole.Length - 2048) / 40)], Cancellation);
            var refused = await Assert.ThrowsAnyAsync<Exception>(RestoreAsync);
            Assert.True(refused is BackupException or StartException);
            Assert.Matches($"{Regex.Escape(file)} is no backup, or it was cut short or damaged|in {Regex.Escape(file)} is missing", refused.Message);
            Assert.False(Directory.Exists(Restored));
        }

        // A kind of entry that there is not.
        whole[156] = (byte)'9';
        await File.WriteAllBytesAsync(file, whole, Cancellation);
        Assert.StartsWith($"{file} is no backup, or it was cut short or damaged", (await Assert.ThrowsAsync<BackupException>(RestoreAsync)).Message);

        Task<RestoredBackup> RestoreAsync() => BackupArchive.UnpackAsync(
            file,
            Restored,
            folder => Restore(Options("Sqlite")).RestoreAsync(folder, file, skipDamaged: false, _ => _ => { }, Cancellation),
            Unheard,
            Cancellation);
    }

    [Fact]
    public async Task Command_RestoresTheRestOfADamagedBackup_AndSaysHowManyPicturesThatAre()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        var flows = await bench.AddAsync(
            RetentionBench.At(camera, 3, "AB1", hasPicture: true), RetentionBench.At(camera, 2, "AB2", hasPicture: true));
        var made = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        var name = $"pictures/{bench.Images.NameOf(bench.PathOf(flows[0]))}";
        File.Delete(Path.Combine(made.Folder, name));
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var code = await BackupCommand.RestoreAsync(
            Restore(Options("Sqlite")),
            new ServerOptions { DataDirectory = Restored },
            new PlainConsole(output, errors, TimeProvider.System),
            Backups,
            skipDamaged: true,
            Cancellation);
        Assert.Equal(2, code);
        Assert.StartsWith($"Restored {made.Folder}: 2 flows and 1 of 2 pictures, these as their sums say", $"{output}");
        Assert.Equal($"1 picture is missing or not what it was, and was left out:\n{name}\n", $"{errors}".ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Pictures_ThatTheBackupBeforeHas_TakeNoMoreSpace()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows copies them");
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var flow = (await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1", hasPicture: true)))[0];
        var first = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        bench.Time.Advance(TimeSpan.FromHours(1));
        var second = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);

        // One file by two names: what is done to one is seen by the other; the server's own is another file.
        var name = Path.Combine("pictures", bench.Images.NameOf(bench.PathOf(flow)));
        await File.AppendAllTextAsync(Path.Combine(first.Folder, name), "x", Cancellation);
        Assert.Equal(1001, new FileInfo(Path.Combine(second.Folder, name)).Length);
        Assert.Equal(1000, new FileInfo(bench.PathOf(flow)).Length);
    }

    [Fact]
    public async Task Restore_OfADamagedBackup_NamesTheFile_AndLeavesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var flow = (await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1", hasPicture: true)))[0];
        var made = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        var name = $"pictures/{bench.Images.NameOf(bench.PathOf(flow))}";
        await File.WriteAllBytesAsync(Path.Combine(made.Folder, name), new byte[999], Cancellation);

        var refused = await Assert.ThrowsAsync<StartException>(
            () => Restore(Options("Sqlite")).RestoreAsync(Backups, skipDamaged: false, _ => _ => { }, Cancellation));
        Assert.Contains(name, refused.Message);
        Assert.Contains("--skip-damaged", refused.Message);
        Assert.False(Directory.Exists(Restored));

        var restored = await Restore(Options("Sqlite")).RestoreAsync(Backups, skipDamaged: true, _ => _ => { }, Cancellation);
        Assert.Equal([name], restored.Damaged);
        Assert.True(File.Exists(Path.Combine(Restored, "dashboard.db")));

        await File.AppendAllTextAsync(Path.Combine(made.Folder, SumList.FileName), "\n", Cancellation);
        Directory.Delete(Restored, recursive: true);
        refused = await Assert.ThrowsAsync<StartException>(
            () => Restore(Options("Sqlite")).RestoreAsync(Backups, skipDamaged: true, _ => _ => { }, Cancellation));
        Assert.Contains(SumList.FileName, refused.Message);
    }

    [Theory, ProviderData]
    public async Task Restore_OverWhatIsThere_IsRefused(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var bench = new RetentionBench(database);
        await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        Directory.CreateDirectory(Restored);
        await File.WriteAllTextAsync(Path.Combine(Restored, "a file"), "precious", Cancellation);
        var refused = await Assert.ThrowsAsync<StartException>(
            () => Restore(database.Options).RestoreAsync(Backups, skipDamaged: false, _ => _ => { }, Cancellation));
        Assert.Contains("is not empty", refused.Message);
        Assert.Equal("precious", await File.ReadAllTextAsync(Path.Combine(Restored, "a file"), Cancellation));

        File.Delete(Path.Combine(Restored, "a file"));
        if (provider != nameof(DatabaseProvider.Sqlite))
        {
            refused = await Assert.ThrowsAsync<StartException>(
                () => Restore(database.Options).RestoreAsync(Backups, skipDamaged: false, _ => _ => { }, Cancellation));
            Assert.Contains("is not empty", refused.Message);
        }
    }

    [Fact]
    public async Task Files_AreTheirOwnersAlone_AndBackupsLieOutsideOfTheData()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead");
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        await File.WriteAllTextAsync(database.Server.DataPath("agent.uid"), "x", Cancellation);
        await bench.AddAsync(RetentionBench.At((await database.AddCamerasAsync("Gate"))[0], 3, "AB1", hasPicture: true));
        var made = await Writer(database, bench).WriteAsync(Backups, cancellationToken: Cancellation);
        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        foreach (var entry in Directory.EnumerateFileSystemEntries(made.Folder, "*", SearchOption.AllDirectories).Append(made.Folder))
        {
            Assert.Equal(default, (OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(entry)) & ~Owner);
        }

        Assert.True(File.Exists(Path.Combine(made.Folder, "others", "agent.uid")));
        await Assert.ThrowsAsync<BackupException>(
            () => Writer(database, bench).WriteAsync(database.Server.DataPath("backups"), cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Schedule_MakesOneWhenItIsTime_AlsoAfterARestart_AndTellsWhatFails()
    {
        await using var database = await TestDatabase.CreateAsync();
        var bench = new RetentionBench(database);
        var options = new FixedOptions<BackupOptions>(new BackupOptions { Folder = Backups, EveryHours = 6, Keep = 2 });
        var status = new BackupStatus();
        using var schedule = Schedule();
        await schedule.RunAsync(Cancellation);
        Assert.NotNull(status.Last?.Finished);
        bench.Time.Advance(TimeSpan.FromHours(5));
        using (var restarted = Schedule())
        {
            await restarted.RunAsync(Cancellation);
            Assert.Single(Directory.GetDirectories(Backups));
        }

        for (var i = 0; i < 3; i++)
        {
            bench.Time.Advance(TimeSpan.FromHours(6));
            await schedule.RunAsync(Cancellation);
        }

        Assert.Equal(2, Directory.GetDirectories(Backups).Length);

        var file = Path.Combine(_folder, "no-folder");
        await File.WriteAllTextAsync(file, "", Cancellation);
        options.CurrentValue.Folder = file;
        await schedule.RunAsync(Cancellation);
        Assert.NotNull(status.Last?.Fault);
        options.CurrentValue.Folder = Backups;
        bench.Time.Advance(TimeSpan.FromHours(6));
        await schedule.RunAsync(Cancellation);
        Assert.Null(status.Last?.Fault);

        BackupSchedule Schedule() => new(Writer(database, bench), status, options, bench.Time, NullLogger<BackupSchedule>.Instance);
    }

    [Theory]
    [InlineData("backups", 24, 7, "Backup:Folder")]
    [InlineData("/data/backups", 24, 7, "Backup:Folder is '/data/backups', which lies in the data directory")]
    [InlineData("/backups", 0, 7, "Backup:EveryHours")]
    [InlineData("/backups", 24, 0, "Backup:Keep")]
    public void Options_ThatCannotBe_AreNamed(string folder, int hours, int keep, string key) => Assert.Contains(
        key,
        new BackupOptionsValidator(new ServerOptions { DataDirectory = "/data" })
            .Validate(null, new BackupOptions { Folder = folder, EveryHours = hours, Keep = keep }).FailureMessage);

    [Fact]
    public async Task Folder_IsTried_BeforeItIsSaved()
    {
        Assert.Null(BackupFolder.FindError(Backups));
        Assert.True(Directory.Exists(Backups));
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "", Cancellation);
        Assert.Contains("is a file, no folder", BackupFolder.FindError(file));
        Assert.StartsWith("No backup can be made there (", BackupFolder.FindError("/proc/backups"));
        Assert.Null(BackupFolder.FindError(""));
    }

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var (provider, connection) in _made)
        {
            await TestServers.DropAsync(provider, connection);
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Action<long> Unheard(string name, long total, string unit) => _ => { };

    private static IDatabaseBackup Copier(DatabaseOptions options, ServerOptions server) =>
        options.Provider == DatabaseProvider.PostgreSql ? new PostgreSqlBackup(options) : new SqliteBackup(options, server);

    private static BackupWriter Writer(TestDatabase database, RetentionBench bench) => new(
        Copier(database.Options, database.Server), new PictureBackup(bench.Images), database.Server, database.Options, bench.Time);

    private BackupRestore Restore(DatabaseOptions options)
    {
        var server = new ServerOptions { DataDirectory = Restored };
        return new BackupRestore(Copier(options, server), server, options, FixedOptions.From(new SecurityOptions()), TimeProvider.System);
    }

    private DatabaseOptions Options(string provider)
    {
        var connection = provider == nameof(DatabaseProvider.Sqlite) ? "" : TestServers.NewDatabase(provider, _folder);
        if (connection.Length > 0)
        {
            _made.Add((provider, connection));
        }

        return new DatabaseOptions { Provider = Enum.Parse<DatabaseProvider>(provider), ConnectionString = connection };
    }
}
