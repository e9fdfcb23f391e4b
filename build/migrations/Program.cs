using Dashboard.Storage;
using Dashboard.Storage.Providers;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Design.Internal;
using Microsoft.EntityFrameworkCore.Migrations.Design;
using Microsoft.Extensions.DependencyInjection;

// Writes the migration NAME for every provider into Dashboard/Storage/Migrations: build/add-migration.sh NAME.
if (args is not [var name, var root])
{
    Console.Error.WriteLine("usage: NAME REPOSITORY");
    return 2;
}

Add("Sqlite", () => new SqliteContext(SqliteProvider.Options("Data Source=unused.db")), new Microsoft.EntityFrameworkCore.Sqlite.Design.Internal.SqliteDesignTimeServices());
Add("PostgreSql", () => new PostgreSqlContext(PostgreSqlProvider.Options("Host=unused;Database=unused")), new Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal.NpgsqlDesignTimeServices());
Add("SqlServer", () => new SqlServerContext(SqlServerProvider.Options("Server=unused;Database=unused")), new Microsoft.EntityFrameworkCore.SqlServer.Design.Internal.SqlServerDesignTimeServices());
return 0;

void Add(string provider, Func<DashboardDbContext> create, IDesignTimeServices providerServices)
{
    // In a context of its own: this finalises the snapshot's model, which the scaffolder would then take for an empty one.
    using (var asked = create())
    {
        if (!asked.Database.HasPendingModelChanges())
        {
            Console.WriteLine($"{provider}: nothing has changed");
            return;
        }
    }

    using var context = create();
    var services = new ServiceCollection();
    services.AddEntityFrameworkDesignTimeServices(new OperationReporter(null));
    services.AddDbContextDesignTimeServices(context);
    providerServices.ConfigureDesignTimeServices(services);
    using var built = services.BuildServiceProvider();
    using var scope = built.CreateScope();
    var scaffolder = scope.ServiceProvider.GetRequiredService<IMigrationsScaffolder>();

    var migration = scaffolder.ScaffoldMigration(name, "Dashboard", $"Storage.Migrations.{provider}", language: "C#");
    var folder = Path.Combine(root, "Dashboard", "Storage", "Migrations", provider);
    Directory.CreateDirectory(folder);
    File.WriteAllText(Path.Combine(folder, $"{migration.MigrationId}.cs"), migration.MigrationCode);
    File.WriteAllText(Path.Combine(folder, $"{migration.MigrationId}.Designer.cs"), migration.MetadataCode);
    File.WriteAllText(Path.Combine(folder, $"{migration.SnapshotName}.cs"), migration.SnapshotCode);
    Console.WriteLine($"{provider}: {migration.MigrationId}");
}
