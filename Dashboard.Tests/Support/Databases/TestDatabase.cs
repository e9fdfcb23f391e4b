using Dashboard.Configuration;
using Dashboard.Domain.Flows;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Startup;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Tests.Support.Databases;

/// <summary>A migrated database of its own in a data directory of its own; both go with the test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly bool _keep;

    private TestDatabase(DatabaseOptions options, string folder, bool keep)
    {
        _keep = keep;
        Options = options;
        Server = new ServerOptions { DataDirectory = folder };
        Factory = new ProviderContextFactory(options, Server, NullLoggerFactory.Instance);
    }

    public DatabaseOptions Options { get; }

    /// <summary>Settings with the data directory.</summary>
    public ServerOptions Server { get; }

    public IDbContextFactory<DashboardDbContext> Factory { get; }

    /// <summary>A new database of a provider; the test is skipped where the provider's server is not there.</summary>
    public static async Task<TestDatabase> CreateAsync(string provider = nameof(DatabaseProvider.Sqlite)) => await OpenAsync(
        new DatabaseOptions { Provider = Enum.Parse<DatabaseProvider>(provider), ConnectionString = await TestServers.CreateDatabaseAsync(provider) },
        Path.Combine(Path.GetTempPath(), "dashboard-db-" + Guid.NewGuid().ToString("N")),
        keep: false);

    /// <summary>A database that is there, brought up to date, with a data directory; both stay.</summary>
    public static Task<TestDatabase> OpenAsync(DatabaseOptions options, string folder) => OpenAsync(options, folder, keep: true);

    /// <summary>The database in a folder, which stays.</summary>
    public static Task<TestDatabase> OpenAsync(string folder) => OpenAsync(new DatabaseOptions(), folder, keep: true);

    /// <summary>Adds cameras and returns their numbers.</summary>
    public async Task<int[]> AddCamerasAsync(params string[] aliases)
    {
        await using var db = await Factory.CreateDbContextAsync();
        var rows = aliases.Select(alias => new CameraRow { Alias = alias, ProtectedSource = "x", AnalysisRate = 10 }).ToList();
        foreach (var row in rows)
        {
            // One by one, for numbers in the order of the names.
            db.Cameras.Add(row);
            await db.SaveChangesAsync();
        }

        return [.. rows.Select(row => row.Id)];
    }

    /// <summary>Adds flows and returns them with their numbers, in the order given.</summary>
    public async Task<IReadOnlyList<Flow>> AddFlowsAsync(params IEnumerable<Flow> flows)
    {
        await using var db = await Factory.CreateDbContextAsync();
        var list = flows.ToList();
        foreach (var flow in list.Where(flow => flow.Uuid == Guid.Empty))
        {
            flow.Uuid = Guid.NewGuid();
        }

        // One by one, for numbers in the order given.
        await using var transaction = await db.Database.BeginTransactionAsync();
        foreach (var flow in list)
        {
            db.Flows.Add(flow);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }

        await transaction.CommitAsync();

        return list;
    }

    /// <summary>Adds many flows at once, numbered in any order, and returns them.</summary>
    public async Task<IReadOnlyList<Flow>> AddManyFlowsAsync(IEnumerable<Flow> flows)
    {
        await using var db = await Factory.CreateDbContextAsync();
        var list = flows.ToList();
        list.ForEach(flow => flow.Uuid = Guid.NewGuid());
        db.Flows.AddRange(list);
        await db.SaveChangesAsync();
        return list;
    }

    public async ValueTask DisposeAsync()
    {
        if (_keep)
        {
            return;
        }

        await using (var db = await Factory.CreateDbContextAsync())
        {
            if (db.Database.GetDbConnection() is SqliteConnection connection)
            {
                SqliteConnection.ClearPool(connection);
            }
            else
            {
                await db.Database.EnsureDeletedAsync();
            }
        }

        Directory.Delete(Server.DataDirectory, recursive: true);
    }

    private static async Task<TestDatabase> OpenAsync(DatabaseOptions options, string folder, bool keep)
    {
        if (!keep && options.Provider == DatabaseProvider.Sqlite)
        {
            MigratedFile.Put(folder);
        }

        var database = new TestDatabase(options, folder, keep);
        await new DatabaseStartup(new OneService(database.Factory), database.Server, NullLogger<DatabaseStartup>.Instance).PrepareAsync();
        return database;
    }

    private sealed class OneService(IDbContextFactory<DashboardDbContext> factory) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(IDbContextFactory<DashboardDbContext>) ? factory
            : serviceType == typeof(IEnumerable<IDatabaseStartupStep>) ? Array.Empty<IDatabaseStartupStep>()
            : null;
    }
}
