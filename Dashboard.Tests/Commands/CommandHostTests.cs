using Dashboard.Commands;
using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Dashboard.Storage.Startup;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Tests.Commands;

/// <summary>A command that keeps what there is does nothing where there is nothing: the place is a wrong one.</summary>
[Trait("Category", "Server")]
public sealed class CommandHostTests
{
    [Fact]
    public async Task Command_WhereThereIsNoDatabase_MakesOneOnlyToSetUp()
    {
        using var folder = new TemporaryFolder();
        var data = folder.PathOf("data");
        Assert.Equal((1, false), await RunAsync(DatabaseUse.ThatIsThere));
        Assert.False(Directory.Exists(data));

        Assert.Equal((0, true), await RunAsync(DatabaseUse.MadeIfMissing));
        Assert.True(File.Exists(Path.Combine(data, SqliteProvider.FileName)));
        Assert.Equal((0, true), await RunAsync(DatabaseUse.ThatIsThere));

        async Task<(int Code, bool HasRun)> RunAsync(DatabaseUse use)
        {
            var hasRun = false;
            var code = await CommandHost.RunAsync(
                [$"--DataDirectory={data}"],
                use,
                (_, _) =>
                {
                    hasRun = true;
                    return Task.FromResult(0);
                },
                Cancellation);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            return (code, hasRun);
        }
    }

    [Theory, ProviderData]
    public async Task DatabaseThatIsMissing_IsNamedByItsPlace(string provider)
    {
        await using var database = await TestDatabase.CreateAsync(provider);
        var services = new ServiceCollection().AddSingleton(database.Factory).AddSingleton(database.Options).BuildServiceProvider();
        var startup = new DatabaseStartup(services, database.Server, Microsoft.Extensions.Logging.Abstractions.NullLogger<DatabaseStartup>.Instance);
        Assert.Null(await startup.FindMissingAsync(Cancellation));

        if (provider == nameof(DatabaseProvider.Sqlite))
        {
            var empty = new DatabaseStartup(
                services,
                new ServerOptions { DataDirectory = Path.Combine(database.Server.DataDirectory, "elsewhere") },
                Microsoft.Extensions.Logging.Abstractions.NullLogger<DatabaseStartup>.Instance);
            Assert.EndsWith($"elsewhere/{SqliteProvider.FileName}", await empty.FindMissingAsync(Cancellation));
        }
    }
}
