using Dashboard.Configuration;
using Dashboard.Storage;
using Dashboard.Storage.Providers.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Tests.Support.Databases;

/// <summary>
/// An empty SQLite database that is migrated once in the run: copying it is many times faster than migrating. How a start makes and lifts a
/// database is what <c>MigrationTests</c> and <c>ReleaseTests</c> are about, on folders of their own.
/// </summary>
internal static class MigratedFile
{
    private static readonly Lazy<byte[]> Content = new(Make);

    /// <summary>Puts it into a data directory that has no database.</summary>
    public static void Put(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, SqliteProvider.FileName), Content.Value);
    }

    private static byte[] Make()
    {
        var folder = Directory.CreateTempSubdirectory("dashboard-migrated-").FullName;
        var file = Path.Combine(folder, SqliteProvider.FileName);
        using (var db = SqliteProvider.CreateFactory(new DatabaseOptions(), new ServerOptions { DataDirectory = folder }).CreateDbContext())
        {
            db.Database.ExecuteSqlRaw("PRAGMA auto_vacuum=INCREMENTAL; VACUUM;"); // As a start makes it.
            db.Database.ExecuteSqlRaw("PRAGMA journal_mode=WAL");
            db.Database.Migrate();
            db.Database.ExecuteSqlRaw("PRAGMA wal_checkpoint(TRUNCATE)");
            SqliteConnection.ClearPool((SqliteConnection)db.Database.GetDbConnection());
        }

        var content = File.ReadAllBytes(file);
        Directory.Delete(folder, recursive: true);
        return content;
    }
}
