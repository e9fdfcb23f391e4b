using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Dashboard.Domain.Users;
using Dashboard.Security.Accounts;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Providers.PostgreSql;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Security;
using Dashboard.Tests.Support;
using Dashboard.Web;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Dashboard.Tests.Storage;

/// <summary>A table or a row of PostgreSQL that somebody else holds: whoever waits for an answer gets one soon, and the rest waits.</summary>
public sealed class LockedTablesTests
{
    private const string Provider = nameof(DatabaseProvider.PostgreSql);
    private const string Busy = "The database is busy. Try again in a moment.";

    [Fact]
    public async Task Statements_WaitBrieflyForALock_UnlessTheyAreOfLongWork()
    {
        await using var database = await TestDatabase.CreateAsync(Provider);
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal("4s", await WaitAsync(db));
        await using (await db.Database.BeginTransactionAsync(Cancellation))
        {
            await db.LockFlowOrderAsync(isAwaited: true, Cancellation);
            Assert.Equal("4s", await WaitAsync(db));
            await db.LockFlowOrderAsync(cancellationToken: Cancellation);
            Assert.Equal("25s", await WaitAsync(db));
            await db.WaitForLocksAsync(Cancellation);
            Assert.Equal("0", await WaitAsync(db));
        }

        Assert.Equal("4s", await WaitAsync(db));
        await using (var starting = await database.Factory.CreateDbContextAsync(Cancellation))
        {
            await using var startup = await starting.LockStartupAsync(Cancellation);
            Assert.Equal("0", await WaitAsync(starting));
        }

        // The same connection, from the pool.
        Assert.Equal("4s", await WaitAsync(db));
    }

    [Theory]
    [InlineData("Host=a;Database=b", "-c lock_timeout=4000")]
    [InlineData("Host=a;Database=b;Options=-c statement_timeout=9000", "-c statement_timeout=9000 -c lock_timeout=4000")]
    [InlineData("Host=a;Database=b;Options=-c lock_timeout=500", "-c lock_timeout=500")]
    public void LockWait_IsAddedToTheOptionsOfTheConnection_UnlessTheySayOne(string given, string options) =>
        Assert.Equal(options, new NpgsqlConnectionStringBuilder(PostgreSqlProvider.WithLockWait(given)).Options);

    [Fact]
    public async Task Flow_ThatComesWhileItsTableIsHeld_IsStoredAfterwards()
    {
        await using var database = await TestDatabase.CreateAsync(Provider);
        var camera = (await database.AddCamerasAsync("Gate"))[0];
        Task storing;
        await using (var held = await HoldAsync(database.Options.ConnectionString, "LOCK TABLE \"Flows\" IN ACCESS EXCLUSIVE MODE"))
        {
            storing = Task.Run(
                async () =>
                {
                    await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
                    await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
                    await db.LockFlowOrderAsync(cancellationToken: Cancellation);
                    db.Flows.Add(RetentionBench.At(camera, 1, "AB1"));
                    await db.SaveChangesAsync(Cancellation);
                    await transaction.CommitAsync(Cancellation);
                },
                Cancellation);
            await using var reader = await database.Factory.CreateDbContextAsync(Cancellation);
            var refused = await Assert.ThrowsAnyAsync<Exception>(() => reader.Flows.CountAsync(Cancellation));
            Assert.True(StorageFailure.MayPass(refused));
            Assert.Equal("the database is busy", StorageFailure.Describe(refused));
            Assert.False(storing.IsCompleted);
        }

        await storing;
        await using var afterwards = await database.Factory.CreateDbContextAsync(Cancellation);
        Assert.Equal("AB1", (await afterwards.Flows.SingleAsync(Cancellation)).Plate);
    }

    /// <summary>Before the page is there at all, when it is asked who looks; and within the page.</summary>
    [Theory]
    [InlineData("Users")]
    [InlineData("AlertLists")]
    [Trait("Category", "Server")]
    public async Task Page_WhileATableIsHeld_IsAnsweredInWords_AndComesBack(string table)
    {
        var connection = await TestServers.CreateDatabaseAsync(Provider);
        await using var app = await StartAsync(connection);
        using var person = await app.SignInClientAsync(Roles.Administrator);
        person.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        await person.GetAsync(Urls.AlertLists, Cancellation).ReadAsync();
        var account = await app.UserAsync(Roles.Administrator);
        await using (await HoldAsync(connection, $"LOCK TABLE \"{table}\" IN ACCESS EXCLUSIVE MODE"))
        {
            app.Get<AccountCache>().Forget(account);
            using var page = await person.GetAsync(Urls.AlertLists, Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
            Assert.NotNull(page.Headers.RetryAfter);
            Assert.Contains(Busy, await page.Content.ReadAsStringAsync(Cancellation));
        }

        await person.GetAsync(Urls.AlertLists, Cancellation).ReadAsync();
    }

    [Fact]
    [Trait("Category", "Server")]
    public async Task Key_WhileTheAccountsAreHeld_IsToldToTryAgain_AndWorksAfterwards()
    {
        var connection = await TestServers.CreateDatabaseAsync(Provider);
        await using var app = await StartAsync(connection);
        using var program = app.AnonymousClient();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await app.ApiKeyAsync(Roles.Viewer));
        await program.GetAsync("/flows", Cancellation).ReadAsync();
        var account = await app.UserAsync(Roles.Viewer);
        await using (await HoldAsync(connection, "LOCK TABLE \"Users\" IN ACCESS EXCLUSIVE MODE"))
        {
            app.Get<AccountCache>().Forget(account);
            using var answer = await program.GetAsync("/flows", Cancellation);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        await program.GetAsync("/flows", Cancellation).ReadAsync();
    }

    /// <summary>Somebody changes the account, or removes it, and does not come to an end.</summary>
    [Theory]
    [InlineData("UPDATE \"Users\" SET \"AccessFailedCount\" = 0", true)]
    [InlineData("SELECT \"Id\" FROM \"Users\" FOR UPDATE", false)]
    [Trait("Category", "Server")]
    public async Task SignIn_WhileTheRowOfTheAccountIsHeld_SucceedsOrIsToldInWords(string statement, bool succeeds)
    {
        var connection = await TestServers.CreateDatabaseAsync(Provider);
        await using var app = await StartAsync(connection);
        const string email = "held@example.com";
        await app.CreateUserAsync(email);
        using var browser = new AccountBrowser(app);
        using var other = new AccountBrowser(app);
        await using (await HoldAsync(connection, statement))
        {
            var answer = await browser.SignInAsync(email, DashboardApp.Password);
            if (succeeds)
            {
                Assert.Equal("/", AccountBrowser.LeadsTo(answer));
            }
            else
            {
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.Contains(Busy, await answer.Content.ReadAsStringAsync(Cancellation));
            }

            var wrong = await other.SignInAsync(email, "wrong password");
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
            Assert.Contains("password is wrong", await wrong.Content.ReadAsStringAsync(Cancellation));

            // A token is kept nowhere.
            using var program = app.AnonymousClient();
            using var token = await program.PostAsJsonAsync("/authenticate", new { email, password = DashboardApp.Password }, Cancellation);
            Assert.Equal(HttpStatusCode.OK, token.StatusCode);
        }

        Assert.Equal("/", AccountBrowser.LeadsTo(await other.SignInAsync(email, DashboardApp.Password)));
    }

    /// <summary>Passwords are compared by a few at a time; the others do not wait behind each other.</summary>
    [Fact]
    [Trait("Category", "Server")]
    public async Task SignIns_OfManyAtOnce_WhileTheAccountsAreHeld_AreRefusedWithoutATurn()
    {
        var connection = await TestServers.CreateDatabaseAsync(Provider);
        await using var app = await StartAsync(connection);
        await app.CreateUserAsync("held@example.com");
        using var program = app.AnonymousClient();
        await program.GetAsync("/account/sign-in", Cancellation).ReadAsync();
        var before = Failures();
        var many = 6 * Environment.ProcessorCount;
        await using (await HoldAsync(connection, "LOCK TABLE \"Users\" IN ACCESS EXCLUSIVE MODE"))
        {
            app.Get<DatabaseLock>().Note(true);
            var answers = await Task.WhenAll(Enumerable.Range(0, many).Select(i => program.PostAsJsonAsync(
                "/authenticate", new { email = $"held{i}@example.com", password = DashboardApp.Password }, Cancellation)));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        }

        Assert.InRange(Failures() - before, 1, many - 1);

        int Failures() => app.Log.Split("Failed executing DbCommand").Length - 1;
    }

    private static Task<DashboardApp> StartAsync(string connection) =>
        DashboardApp.StartAsync($"--Database:Provider={Provider}", $"--Database:ConnectionString={connection}");

    private static Task<string> WaitAsync(DashboardDbContext db) =>
        db.Database.SqlQueryRaw<string>("SELECT current_setting('lock_timeout') AS \"Value\"").SingleAsync(Cancellation);

    // Until it is disposed: a transaction of another program that does not come to an end.
    private static async Task<NpgsqlConnection> HoldAsync(string connectionString, string statement)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own.
        command.CommandText = $"BEGIN; {statement}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(Cancellation);
        return connection;
    }
}
