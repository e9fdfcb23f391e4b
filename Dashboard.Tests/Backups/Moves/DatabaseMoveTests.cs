using System.Reflection;
using Dashboard.Backups.Moves;
using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Dashboard.Storage.Startup;
using Dashboard.Tests.Retention;
using Dashboard.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Tests.Backups.Moves;

/// <summary>What was in SQLite is in PostgreSQL afterwards, all of it.</summary>
[Trait("Category", "Server")]
public sealed class DatabaseMoveTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dashboard-move-").FullName;
    private readonly DatabaseOptions _target = new()
    {
        Provider = DatabaseProvider.PostgreSql,
        ConnectionString = TestServers.NewDatabase(nameof(DatabaseProvider.PostgreSql), ""),
    };

    [Fact]
    public void LeftOver_OfAMoveThatWasKilled_IsDeleted_AndThatOfOneWhichRunsIsNot()
    {
        var server = new ServerOptions { DataDirectory = _folder };
        var copy = server.DataPath(DatabaseMove.Folder);
        Assert.False(DatabaseMove.DeleteLeftOver(server));
        Directory.CreateDirectory(copy);
        using (new FileStream(Path.Combine(copy, "in-use"), FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.False(DatabaseMove.DeleteLeftOver(server));
            Assert.True(Directory.Exists(copy));
        }

        Assert.True(DatabaseMove.DeleteLeftOver(server));
        Assert.False(Directory.Exists(copy));
    }

    [Fact]
    public async Task Move_OfRowsInEveryTable_LosesNoneAndGivesNoNumberTwice()
    {
        await using var source = await TestDatabase.CreateAsync();
        await FillAsync(source);
        var camera = (await source.AddCamerasAsync("Gate"))[0];
        var deleted = (await source.AddFlowsAsync(RetentionBench.At(camera, 1, "GONE1")))[0].Id;
        await using (var db = await source.Factory.CreateDbContextAsync(Cancellation))
        {
            await db.Flows.Where(flow => flow.Id == deleted).ExecuteDeleteAsync(Cancellation);
        }

        // Held open: tests beside this one close connections that rest, and with the last one SQLite empties the write-ahead log.
        await using var held = await source.Factory.CreateDbContextAsync(Cancellation);
        await held.Database.OpenConnectionAsync(Cancellation);
        var before = await SumsAsync(source);
        var moved = await MoveAsync(source);

        Assert.Equal(before, await SumsAsync(source));
        Assert.False(Directory.Exists(source.Server.DataPath(DatabaseMove.Folder)));
        await using (var from = await source.Factory.CreateDbContextAsync(Cancellation))
        await using (var to = Target(source.Server))
        {
            var there = await from.Database.SqlQueryRaw<string>(
                """SELECT name AS "Value" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\_\_EF%' ESCAPE '\'""")
                .ToListAsync(Cancellation);
            Assert.Equal(there.Count, moved.Tables);
            var rows = 0L;
            foreach (var table in there)
            {
                var (left, right) = (await CountAsync(from, table), await CountAsync(to, table));
                Assert.True(left > 1, $"{table} has rows that can be lost");
                Assert.True(left == right, $"{table} has {right} rows of {left}");
                rows += left;
            }

            Assert.Equal(rows, moved.Rows);
            var (flow, same) = (await from.Flows.AsNoTracking().FirstAsync(Cancellation), await to.Flows.AsNoTracking().FirstAsync(Cancellation));
            Assert.Equal((flow.Id, flow.Uuid, flow.Plate, flow.CapturedAt), (same.Id, same.Uuid, same.Plate, same.CapturedAt));
        }

        // They are built anew behind the rows: those of a database that was never moved to.
        await using (var fresh = await TestDatabase.CreateAsync(nameof(DatabaseProvider.PostgreSql)))
        await using (var made = await fresh.Factory.CreateDbContextAsync(Cancellation))
        await using (var to = Target(source.Server))
        {
            Assert.Equal(await IndexesAsync(made), await IndexesAsync(to));
        }

        // What was moved goes on working: numbers of new rows, triggers of the search.
        await using var opened = await TestDatabase.OpenAsync(_target, _folder);
        Assert.True((await opened.AddFlowsAsync(RetentionBench.At(camera, 0, "NEW1")))[0].Id > deleted);
        Assert.True((await opened.AddCamerasAsync("Ramp"))[0] > camera);
        await using var after = await opened.Factory.CreateDbContextAsync(Cancellation);
        Assert.True(await after.PlateSuffixes.AnyAsync(suffix => suffix.Suffix == "EW1", Cancellation));
    }

    [Fact]
    public async Task Move_OfDataOfTheFirstRelease_KeepsFlowsSecretsAndKeys()
    {
        await using var data = await ReleaseData.UnpackAsync("0.1.0", nameof(DatabaseProvider.Sqlite));
        var server = new ServerOptions { DataDirectory = data.Folder };
        var file = Path.Combine(data.Folder, "dashboard.db");
        var before = await File.ReadAllBytesAsync(file, Cancellation);

        await Mover(data.Database, server).MoveAsync(_target, (_, _, _) => _ => { }, Cancellation);

        Assert.Equal(before, await File.ReadAllBytesAsync(file, Cancellation));
        await using var app = await DashboardApp.StartAsync(
            new FakeTimeProvider(data.Facts.MadeAt.AddMinutes(30)),
            null,
            $"--DataDirectory={data.Folder}",
            "--Database:Provider=PostgreSql",
            $"--Database:ConnectionString={_target.ConnectionString}");
        Assert.Contains("rtsp://operator:s3cr3t-Pa55@192.0.2.20:554/stream1", (await app.CamerasAsync()).Select(camera => camera.Source));
        Assert.Equal("https://hooks.example.org/in?token=h00k-t0ken", Assert.Single(await app.WebHooksAsync()).Url);
        await using var db = await app.OpenDatabaseAsync();
        var flows = await db.Flows.AsNoTracking().ToListAsync(Cancellation);
        Assert.Equal(data.Facts.Flows, flows.Count);
        Assert.Equal(data.Facts.Candidates, await db.FlowCandidates.CountAsync(Cancellation));
        foreach (var flow in flows.Where(flow => flow.HasPicture))
        {
            Assert.NotNull(await app.ReadPictureAsync(flow));
        }
    }

    [Fact]
    public async Task Move_ThatIsStopped_LeavesNoRowAndCanBeDoneAgain()
    {
        await using var source = await TestDatabase.CreateAsync();
        var camera = (await source.AddCamerasAsync("Gate"))[0];
        await source.AddFlowsAsync(RetentionBench.At(camera, 1, "AB1"));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Mover(source.Options, source.Server).MoveAsync(
            _target, (name, _, _) => Stop(name == "Comparing Flows"), stop.Token));

        Assert.False(Directory.Exists(source.Server.DataPath(DatabaseMove.Folder)));
        await using (var db = Target(source.Server))
        {
            Assert.Equal((0, 0), (await db.Flows.CountAsync(Cancellation), await db.Sites.CountAsync(Cancellation)));
        }

        Assert.Equal(1, (await MoveAsync(source)).Flows);
        return;

        Action<long> Stop(bool now)
        {
            if (now)
            {
                stop.Cancel();
            }

            return _ => { };
        }
    }

    [Fact]
    public async Task Move_WhileTheServerWrites_IsRefused()
    {
        await using var source = await TestDatabase.CreateAsync();
        var writes = 0;

        var refused = await Assert.ThrowsAsync<StartException>(() => Mover(source.Options, source.Server).MoveAsync(
            _target,
            (name, _, _) =>
            {
                if (name == "Moving Flows" && writes++ == 0)
                {
                    source.AddCamerasAsync("Late").GetAwaiter().GetResult();
                }

                return _ => { };
            },
            Cancellation));

        Assert.Contains("stop the server", refused.Message, StringComparison.Ordinal);
        await using var db = Target(source.Server);
        Assert.Equal(0, await db.Sites.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Move_OfWhatWouldBeLost_OrIntoWhatIsNotEmpty_IsRefused()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var taken = await TestDatabase.CreateAsync(nameof(DatabaseProvider.PostgreSql));
        await using (var db = await source.Factory.CreateDbContextAsync(Cancellation))
        {
            await RefusedAsync(taken.Options, "is not empty: its table Sites has");
            await RefusedAsync(new DatabaseOptions(), "is Sqlite, which the database is of already");
            await RefusedAsync(new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = "x" }, "--to-connection");
            await db.Database.ExecuteSqlRawAsync("CREATE TABLE \"Newcomers\" (\"Id\" INTEGER)", Cancellation);
            await RefusedAsync(_target, "has a table Newcomers");
        }

        async Task RefusedAsync(DatabaseOptions to, string reason) => Assert.Contains(
            reason,
            (await Assert.ThrowsAsync<StartException>(() => Mover(source.Options, source.Server).MoveAsync(to, (_, _, _) => _ => { }, Cancellation)))
                .Message,
            StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await TestServers.DropAsync($"{_target.Provider}", _target.ConnectionString);
        Directory.Delete(_folder, recursive: true);
    }

    private static DatabaseMove Mover(DatabaseOptions options, ServerOptions server) => new(
        options,
        server,
        new DatabaseStartup(new ServiceCollection().BuildServiceProvider(), server, NullLogger<DatabaseStartup>.Instance),
        NullLoggerFactory.Instance);

    private Task<MovedDatabase> MoveAsync(TestDatabase source) =>
        Mover(source.Options, source.Server).MoveAsync(_target, (_, _, _) => _ => { }, Cancellation);

    private DashboardDbContext Target(ServerOptions server) =>
        new ProviderContextFactory(_target, server, NullLoggerFactory.Instance).CreateDbContext();

    private static async Task<List<string>> IndexesAsync(DashboardDbContext db) => await db.Database.SqlQueryRaw<string>(
        """
        SELECT indexdef AS "Value" FROM pg_indexes WHERE schemaname = current_schema()
        UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace ORDER BY 1
        """).ToListAsync(Cancellation);

    private static async Task<IReadOnlyList<string>> SumsAsync(TestDatabase database)
    {
        var sums = new List<string>();
        var files = Directory.GetFiles(database.Server.DataPath(), "dashboard.db*");
        foreach (var file in files.Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            sums.Add($"{file} {Convert.ToHexString(await System.Security.Cryptography.SHA256.HashDataAsync(stream, Cancellation))}");
        }

        return sums;
    }

#pragma warning disable EF1002 // Names of our own.
    private static Task<long> CountAsync(DashboardDbContext db, string table) =>
        db.Database.SqlQueryRaw<long>($"SELECT COUNT(*) AS \"Value\" FROM \"{table}\"").SingleAsync(Cancellation);
#pragma warning restore EF1002

    // Two rows in each table of the model, whatever it has, with every column filled: what is added later is tested without being named here.
    private static async Task FillAsync(TestDatabase database)
    {
        await using var db = await database.Factory.CreateDbContextAsync(Cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(Cancellation);
        await db.Database.ExecuteSqlRawAsync(db.DropSearchTriggers, Cancellation);
        var insert = typeof(DatabaseMoveTests).GetMethod(nameof(Insert), BindingFlags.NonPublic | BindingFlags.Static)!;
        foreach (var table in TableMove.All(db.Model))
        {
            var type = db.Model.GetEntityTypes().Single(type => type.GetTableName() == table.Table);
            insert.MakeGenericMethod(type.ClrType).Invoke(null, [db, transaction, type]);
        }

        await db.Database.ExecuteSqlRawAsync(db.CreateSearchTriggers, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private static void Insert<T>(
        DashboardDbContext db, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, IEntityType type)
        where T : class
    {
        using var rows = db.CreateInserter<T>(transaction);
        foreach (var number in new[] { 41, 42 })
        {
            var row = (T)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(T));
            Fill(type, row, number);
            rows.Insert(row);
        }

        rows.Complete();
    }

    private static void Fill(ITypeBase type, object row, int number)
    {
        foreach (var property in type.GetProperties())
        {
            Set(property, Value(property, number));
        }

        foreach (var property in type.GetComplexProperties())
        {
            var value = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(property.ClrType);
            Fill(property.ComplexType, value, number);
            Set(property, value);
        }

        void Set(IPropertyBase property, object? value)
        {
            if (property.PropertyInfo is { SetMethod: not null } member)
            {
                member.SetValue(row, value);
            }
            else
            {
                property.FieldInfo!.SetValue(row, value);
            }
        }
    }

    private static object? Value(IProperty property, int number)
    {
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        return Simple(type, property.GetMaxLength() ?? 40, number)
            ?? (property.GetTypeMapping().Converter is { } converter
                && Simple(Nullable.GetUnderlyingType(converter.ProviderClrType) ?? converter.ProviderClrType, 40, number) is { } stored
                ? converter.ConvertFromProvider(stored)
                : throw new NotSupportedException($"{property.DeclaringType.Name}.{property.Name} is of {type}: say here what it may hold"));
    }

    private static object? Simple(Type type, int maxLength, int number) => type switch
    {
        _ when type.IsEnum => Enum.ToObject(type, number % Enum.GetValues(type).Length),
        _ when type == typeof(string) => $"{number}Ä'x\"".PadRight(maxLength < 8 ? 2 : 6)[..Math.Min(maxLength, maxLength < 8 ? 2 : 6)],
        _ when type == typeof(bool) => number % 2 == 0,
        _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 1, 2, 3, 4, number, 567, TimeSpan.Zero),
        _ when type == typeof(DateTime) => new DateTime(2026, 1, 2, 3, 4, number, 567, DateTimeKind.Utc),
        _ when type == typeof(TimeOnly) => new TimeOnly(1, number),
        _ when type == typeof(DateOnly) => new DateOnly(2026, 1, number % 28),
        _ when type == typeof(TimeSpan) => TimeSpan.FromSeconds(number),
        _ when type == typeof(Guid) => new Guid(number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
        _ when type == typeof(byte[]) => new byte[] { 0, 255, (byte)number },
        _ when type.IsPrimitive || type == typeof(decimal) => Convert.ChangeType(number, type, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };
}
