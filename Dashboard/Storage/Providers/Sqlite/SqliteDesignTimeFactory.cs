using Microsoft.EntityFrameworkCore.Design;

namespace Dashboard.Storage.Providers.Sqlite;

/// <summary>For <c>dotnet ef</c>, which writes migrations and never opens this database.</summary>
internal sealed class SqliteDesignTimeFactory : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) => new(SqliteProvider.Options("Data Source=unused.db"));
}
