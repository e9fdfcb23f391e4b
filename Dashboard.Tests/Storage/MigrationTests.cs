using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Search;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage;

public sealed class MigrationTests
{
    [Theory, ProviderData]
    public async Task Model_HasNoChangesWithoutMigration(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);

        Assert.False(db.Database.HasPendingModelChanges(), "add a migration, see CONTRIBUTING.md");
        Assert.Empty(await db.Database.GetPendingMigrationsAsync(Cancellation));
    }

    [Fact]
    public void Migrations_AreTheWayThereAlone() => Assert.Empty(
        from file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "Dashboard/Storage/Providers"), "*_*.cs", SearchOption.AllDirectories)
        where file.EndsWith(".Designer.cs", StringComparison.Ordinal)
            || File.ReadAllText(file).Contains("override void Down", StringComparison.Ordinal)
        select $"{file}: run build/add-migration.sh");

    [Theory, ProviderData]
    public async Task BulkLoad_SetsTheTriggersThatTheMigrationsMade(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        var migrated = await TriggersAsync(db);
        Assert.NotEmpty(migrated);

        await db.Database.OpenConnectionAsync(Cancellation);
        await BulkLoad.BeginAsync(db, CancellationToken.None);
        Assert.Empty(await TriggersAsync(db));
        await BulkLoad.EndAsync(db, _ => { }, CancellationToken.None);
        Assert.Equal(migrated, await TriggersAsync(db));
    }

    [Fact]
    public async Task Database_IsOpenedSoThatAPowerCutLosesNothing()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);

        Assert.Equal("wal", await PragmaAsync<string>(db, "journal_mode"));
        Assert.Equal(2, await PragmaAsync<long>(db, "synchronous"));
        Assert.Equal(1, await PragmaAsync<long>(db, "foreign_keys"));
    }

    [Fact]
    public async Task DataDirectory_IsTheOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead");
        using var folder = new TemporaryFolder();
        await using var database = await TestDatabase.OpenAsync(folder.PathOf("data"));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(database.Server.DataPath()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DatabaseFile_OutsideTheDataDirectory_IsKeptFromOthers(bool isThere)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has access lists instead");
        var folder = Directory.CreateTempSubdirectory("dashboard-db-").FullName;
        var file = Path.Combine(folder, "elsewhere.db");
        if (isThere && !OperatingSystem.IsWindows())
        {
            File.Create(file).Dispose();
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        await using (await TestDatabase.OpenAsync(
            new DatabaseOptions { ConnectionString = $"Data Source={file};Pooling=False" }, Path.Combine(folder, "data")))
        {
            var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(file);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | (isThere ? UnixFileMode.GroupRead : default), mode);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    [Trait("Category", "Thorough")]
    public async Task Start_AfterBeingKilledWhileMigrating_GoesOn()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-db-").FullName;
        await using (var first = await TestDatabase.OpenAsync(folder))
        await using (var db = await first.Factory.CreateDbContextAsync(Cancellation))
        {
            // What a start leaves that was killed after it had taken the lock and before it had migrated.
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsHistory\"", Cancellation);
            await db.Database.OpenConnectionAsync(Cancellation);
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = 0", Cancellation);
            foreach (var table in db.Model.GetEntityTypes().Select(type => type.GetTableName()).Distinct())
            {
#pragma warning disable EF1002 // Names of our own.
                await db.Database.ExecuteSqlRawAsync($"DROP TABLE \"{table}\"", Cancellation);
#pragma warning restore EF1002
            }

            await db.Database.ExecuteSqlRawAsync(
                "CREATE TABLE IF NOT EXISTS \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL CONSTRAINT \"PK___EFMigrationsLock\" PRIMARY KEY, \"Timestamp\" TEXT NOT NULL);"
                + "INSERT OR IGNORE INTO \"__EFMigrationsLock\" VALUES (1, '2026-01-01');", Cancellation);
        }

        await using var second = await TestDatabase.OpenAsync(folder).WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        await using var after = await second.Factory.CreateDbContextAsync(Cancellation);
        Assert.Empty(await after.Database.GetPendingMigrationsAsync(Cancellation));
        Assert.Equal(0, await after.Flows.CountAsync(Cancellation));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Start_OnADatabaseOfANewerVersion_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-db-").FullName;
        await using (var database = await TestDatabase.OpenAsync(folder))
        await using (var db = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Later', '99')", Cancellation);
        }

        var refused = await Assert.ThrowsAsync<StartException>(() => TestDatabase.OpenAsync(folder));
        Assert.Contains("newer version", refused.Message);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("Sqlite", "", null)]
    [InlineData("Sqlite", "Data Source=/var/lib/dashboard/flows.db", null)]
    [InlineData("Sqlite", "Data Source=:memory:", "Database:ConnectionString")]
    [InlineData("Sqlite", "Host=db;Password=secret", "Database:ConnectionString")]
    [InlineData("PostgreSql", "Host=db;Database=flows;Password=secret", null)]
    [InlineData("PostgreSql", "", "must name Host and Database")]
    [InlineData("PostgreSql", "Host=db;Password=secret", "must name Host and Database")]
    [InlineData("PostgreSql", "Data Sauce=secret", "is no PostgreSQL connection string")]
    [InlineData("SqlServer", "Server=db;Database=flows;Password=secret", null)]
    [InlineData("SqlServer", "Server=db;Password=secret", "must name Server and Database")]
    [InlineData("SqlServer", "Data Sauce=secret", "is no SQL Server connection string")]
    [InlineData("9", "", "Sqlite, PostgreSql, SqlServer")]
    public void Options_AreCheckedWithoutShowingSecrets(string provider, string connection, string? failure)
    {
        var result = new DatabaseOptionsValidator().Validate(
            null, new DatabaseOptions { Provider = Enum.Parse<DatabaseProvider>(provider), ConnectionString = connection });
        Assert.Equal(failure is null, result.Succeeded);
        if (failure is not null)
        {
            Assert.Contains(failure, result.FailureMessage);
            Assert.DoesNotContain("secret", result.FailureMessage);
        }
    }

    [Fact]
    public async Task Cameras_ShareAnAliasOnlyWithDeletedOnes()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        db.Cameras.Add(new CameraRow { Alias = "Gate", DeletedAt = DateTimeOffset.UnixEpoch });
        db.Cameras.Add(new CameraRow { Alias = "Gate" });
        await db.SaveChangesAsync(Cancellation);

        db.Cameras.Add(new CameraRow { Alias = "Gate" });
        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveChangesAsync(Cancellation));
    }

    private static async Task<IReadOnlyList<string>> TriggersAsync(DashboardDbContext db)
    {
        var query = db.Database.ProviderName switch
        {
            "Microsoft.EntityFrameworkCore.Sqlite" => """SELECT sql AS "Value" FROM sqlite_master WHERE type = 'trigger'""",
            "Npgsql.EntityFrameworkCore.PostgreSQL" => """
                SELECT pg_get_triggerdef(t.oid) || p.prosrc AS "Value" FROM pg_trigger AS t JOIN pg_proc AS p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal
                """,
            _ => """SELECT definition AS "Value" FROM sys.sql_modules""",
        };
        return [.. (await db.Database.SqlQueryRaw<string>(query).ToListAsync()).Order(StringComparer.Ordinal)];
    }

#pragma warning disable EF1002 // Names of our own.
    private static Task<T> PragmaAsync<T>(DashboardDbContext db, string name) =>
        db.Database.SqlQueryRaw<T>($"SELECT {name} AS \"Value\" FROM pragma_{name}").SingleAsync();
#pragma warning restore EF1002
}
