using Dashboard.Configuration;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Tests.Support.Databases;

/// <summary>
/// An empty SQLite database that is migrated once in the run: copying it is many times faster than migrating. How a start makes and lifts a
/// database is what <c>MigrationTests</c> and <c>ReleaseTests</c> are about, on folders of their own.
/// </summary>
internal static class MigratedFile
{
    private static readonly Lazy<byte[]> Content = new(Make);
    private static readonly Lazy<byte[]> WithKeys = new(MakeKeys);

    /// <summary>Puts it into a data directory that has no database.</summary>
    public static void Put(string folder) => Write(folder, Content.Value);

    /// <summary>The same with the keys that a server's first start makes: that takes as long as the rest of the start.</summary>
    public static void PutWithKeys(string folder) => Write(folder, WithKeys.Value);

    private static void Write(string folder, byte[] content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, SqliteProvider.FileName), content);
    }

    private static byte[] Make()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-migrated-").FullName;
        using (var db = Open(folder))
        {
            db.Database.ExecuteSqlRaw("PRAGMA auto_vacuum=INCREMENTAL; VACUUM;"); // As a start makes it.
            db.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
            db.Database.Migrate();
        }

        return Take(folder);
    }

    private static byte[] MakeKeys()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-keys-").FullName;
        Put(folder);
        using (var app = DashboardServer.Build([$"--DataDirectory={folder}"], builder => builder.Logging.ClearProviders()))
        {
            app.Services.GetRequiredService<SigningKey>().Load(); // Encrypted with the other key, which it makes first.
        }

        return Take(folder);
    }

    private static DashboardDbContext Open(string folder) =>
        SqliteProvider.CreateFactory(new DatabaseOptions(), new ServerOptions { DataDirectory = folder }).CreateDbContext();

    // Whole, as one file, which then goes.
    private static byte[] Take(string folder)
    {
        using (var db = Open(folder))
        {
            db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        var content = File.ReadAllBytes(Path.Combine(folder, SqliteProvider.FileName));
        Directory.Delete(folder, recursive: true);
        return content;
    }
}
