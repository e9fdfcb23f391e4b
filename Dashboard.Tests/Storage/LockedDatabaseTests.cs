using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dashboard.Domain.Users;
using Dashboard.Security.Sessions;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Storage;

/// <summary>A database that somebody else writes to makes writers wait, and nobody fail.</summary>
public sealed class LockedDatabaseTests
{
    [Fact]
    public async Task Writers_WaitLongerThanAMinute()
    {
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.True(Assert.IsType<SqliteConnection>(db.Database.GetDbConnection()).DefaultTimeout > 60);
        Assert.Null(db.Database.GetCommandTimeout());
    }

    [Fact]
    public async Task Flow_ThatComesWhileItIsLocked_IsStoredAfterwards()
    {
        await using var database = await TestDatabase.CreateAsync();
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        Task<IReadOnlyList<Domain.Flows.Flow>> storing;
        await using (await LockAsync(database.Server.DataPath(SqliteProvider.FileName)))
        {
            storing = Task.Run(() => database.AddFlowsAsync(RetentionBench.At(camera, 1, "AB1")));
            await using var reader = await database.Factory.CreateDbContextAsync(Cancellation);
            Assert.Equal(0, await reader.Flows.CountAsync(Cancellation));
            Assert.False(storing.IsCompleted);
        }

        Assert.Equal("AB1", (await storing)[0].Plate);
    }

    [Fact]
    [Trait("Category", "Server")]
    public async Task Requests_ThatRead_DoNotWaitForTheTimeOfTheirLastUse()
    {
        await using var app = await DashboardApp.StartAsync();
        var key = await app.ApiKeyAsync();
        using var program = app.AnonymousClient();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var person = await app.SignInClientAsync(Roles.Viewer);
        await using (await LockAsync(Path.Combine(app.DataDirectory, SqliteProvider.FileName)))
        {
            await program.GetAsync("/flows", Cancellation).ReadAsync();
            await person.GetAsync("/app/flows", Cancellation).ReadAsync();
        }

        await app.Get<LastUses>().StoreAsync(Cancellation);
        await using var db = await app.OpenDatabaseAsync();
        Assert.NotNull((await db.ApiKeys.SingleAsync(Cancellation)).LastUsedAt);
    }

    /// <summary>What has to be stored first is refused with words, soon; the rest is done, and stored when that works.</summary>
    [Fact]
    [Trait("Category", "Server")]
    public async Task SignIn_WhileItIsLocked_IsAnsweredSoon_AndLosesNothing()
    {
        await using var app = await DashboardApp.StartAsync();
        const string email = "locked@example.com";
        await app.CreateUserAsync(email);
        using var browser = new AccountBrowser(app);
        await using (await LockAsync(Path.Combine(app.DataDirectory, SqliteProvider.FileName)))
        {
            app.Get<DatabaseLock>().Note(true);
            var wrong = await browser.SignInAsync(email, "wrong password");
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
            Assert.Contains("password is wrong", await wrong.Content.ReadAsStringAsync(Cancellation));

            using var program = app.AnonymousClient();
            var token = await program.PostAsJsonAsync("/authenticate", new { email, password = DashboardApp.Password }, Cancellation);
            Assert.Equal(HttpStatusCode.OK, token.StatusCode);

            var right = await browser.SignInAsync(email, DashboardApp.Password);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, right.StatusCode);
            Assert.Contains("The database is busy. Try again in a moment.", await right.Content.ReadAsStringAsync(Cancellation));
        }

        await app.Get<SignInNotes>().StoreAsync(Cancellation);
        await using var db = await app.OpenDatabaseAsync();
        Assert.NotNull((await db.Users.SingleAsync(user => user.Email == email, Cancellation)).LastSignInAt);
        Assert.Equal("/", AccountBrowser.LeadsTo(await browser.SignInAsync(email, DashboardApp.Password)));
    }

    [Fact]
    public async Task OwnLongWork_IsNoLockOfAnotherProgram()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux tells who holds a lock.");
        await using var database = await TestDatabase.CreateAsync();
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await using (await LockAsync(database.Server.DataPath(SqliteProvider.FileName)))
        {
            Assert.False(await db.IsLockedAsync(Cancellation));
        }

        Assert.False(await db.IsLockedAsync(Cancellation));
    }

    [Theory]
    [InlineData("3: POSIX  ADVISORY  WRITE 4711 fe:00:1234 120 120", true)]
    [InlineData("3: POSIX  ADVISORY  WRITE 4711 fe:00:1234 119 121", true)]
    [InlineData("3: POSIX  ADVISORY  WRITE 4712 fe:00:1234 120 120", false)]
    [InlineData("3: POSIX  ADVISORY  READ 4711 fe:00:1234 120 120", false)]
    [InlineData("3: POSIX  ADVISORY  WRITE 4711 fe:00:1234 121 121", false)]
    [InlineData("3: POSIX  ADVISORY  WRITE 4711 fe:00:1235 120 120", false)]
    [InlineData("3: -> POSIX  ADVISORY  WRITE 4711 fe:00:1234 120 120", false)]
    public void HolderOfALock_IsThisProcess_WhereTheSystemSaysSo(string held, bool isThis) => Assert.Equal(
        isThis,
        SqliteLockHolder.IsThisProcess(
            ["7f50-7f58 rw-s 00000000 fe:00 77       /data/other.db-shm", "7f60-7f68 rw-s 00000000 fe:00 1234       /data/my data.db-shm"],
            ["1: FLOCK  ADVISORY  WRITE 4711 fe:00:1234 0 EOF", held],
            "/data/my data.db",
            4711));

    [Fact]
    public async Task Table_ThatAnotherProgramHolds_IsFoundLocked_UntilItLetsGo()
    {
        await using var database = await TestDatabase.CreateAsync(nameof(DatabaseProvider.PostgreSql));
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.False(await db.IsLockedAsync(Cancellation));
        await using var other = await database.Factory.CreateDbContextAsync(Cancellation);
        await using (await other.Database.BeginTransactionAsync(Cancellation))
        {
            await other.Database.ExecuteSqlRawAsync("LOCK TABLE \"UserSessions\" IN EXCLUSIVE MODE", Cancellation);
            Assert.True(await db.IsLockedAsync(Cancellation));
        }

        Assert.False(await db.IsLockedAsync(Cancellation));
        Task<int> waiting;
        await using (await other.Database.BeginTransactionAsync(Cancellation))
        {
            await other.Cameras.ExecuteUpdateAsync(set => set.SetProperty(row => row.AnalysisRate, 5), Cancellation);
            await using var writer = await database.Factory.CreateDbContextAsync(Cancellation);
            waiting = writer.Cameras.Where(row => row.Id == camera)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.AnalysisRate, 6), Cancellation);
            await Eventually.TrueAsync(() => db.IsLockedAsync(Cancellation), "somebody waits for a row for long");
            await other.Database.RollbackTransactionAsync(Cancellation);
            Assert.Equal(1, await waiting);
        }

        Assert.False(await db.IsLockedAsync(Cancellation));
    }

    [Theory, ProviderData]
    public async Task BriefWait_CountsForWhatIsBegunWithin_AndForNothingAfterwards(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var usual = await WaitAsync();
        using (BriefWait.Begin())
        {
            Assert.Equal(BriefWait.Max.TotalSeconds, await WaitAsync());
        }

        Assert.Equal(usual, await WaitAsync());

        async Task<int> WaitAsync()
        {
            await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
            await using var command = db.Database.GetDbConnection().CreateCommand();
            return db.Database.GetCommandTimeout() ?? command.CommandTimeout;
        }
    }

    private static async Task<SqliteConnection> LockAsync(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
