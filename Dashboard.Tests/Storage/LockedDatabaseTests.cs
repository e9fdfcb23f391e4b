using System.Net.Http.Headers;
using Dashboard.Domain.Users;
using Dashboard.Security.Sessions;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Tests.Retention;
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
