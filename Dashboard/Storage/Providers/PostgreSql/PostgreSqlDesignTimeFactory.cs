using Microsoft.EntityFrameworkCore.Design;

namespace Dashboard.Storage.Providers.PostgreSql;

/// <summary>For <c>dotnet ef</c>, which writes migrations and never opens this database.</summary>
internal sealed class PostgreSqlDesignTimeFactory : IDesignTimeDbContextFactory<PostgreSqlContext>
{
    public PostgreSqlContext CreateDbContext(string[] args) => new(PostgreSqlProvider.Options("Host=unused;Database=unused"));
}
