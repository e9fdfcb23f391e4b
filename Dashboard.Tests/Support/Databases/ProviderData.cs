using Dashboard.Storage;

namespace Dashboard.Tests.Support.Databases;

/// <summary>The database providers that storage and search are tested on: <c>[Theory, ProviderData]</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ProviderDataAttribute : Xunit.v3.DataAttribute
{
    /// <summary>
    /// Names as in the setting <c>Database:Provider</c>. One whose server is not there makes the test skip, in <see cref="TestDatabase"/>.
    /// </summary>
    private static readonly string[] Providers =
    [
        nameof(DatabaseProvider.Sqlite),
        nameof(DatabaseProvider.PostgreSql),
        .. TestServers.SqlServer is null ? Array.Empty<string>() : [nameof(DatabaseProvider.SqlServer)],
    ];

    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        System.Reflection.MethodInfo testMethod, Xunit.Sdk.DisposalTracker disposalTracker) =>
        ValueTask.FromResult<IReadOnlyCollection<ITheoryDataRow>>([.. Providers.Select(provider => new TheoryDataRow(provider))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
