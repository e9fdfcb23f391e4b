using Microsoft.EntityFrameworkCore.Design;

namespace Dashboard.Storage.Providers.SqlServer;

/// <summary>For <c>dotnet ef</c>, which writes migrations and never opens this database.</summary>
internal sealed class SqlServerDesignTimeFactory : IDesignTimeDbContextFactory<SqlServerContext>
{
    public SqlServerContext CreateDbContext(string[] args) => new(SqlServerProvider.Options("Server=unused;Database=unused"));
}
