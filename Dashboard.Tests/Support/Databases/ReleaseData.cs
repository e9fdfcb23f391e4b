using System.IO.Compression;
using System.Text.Json;
using Dashboard.Storage;
using Npgsql;

namespace Dashboard.Tests.Support.Databases;

/// <summary>What a release's <c>expected.json</c> says of one provider's data.</summary>
internal sealed record ReleaseFacts(
    DateTimeOffset MadeAt, string Token, string Cookie, string ApiKey, int Flows, int Pictures, int Candidates, int Alerts, int Deliveries);

/// <summary>A data directory, and a database, as a release left it; both go with the test.</summary>
internal sealed class ReleaseData : IAsyncDisposable
{
    private ReleaseData(ReleaseFacts facts, DatabaseOptions database, string folder) => (Facts, Database, Folder) = (facts, database, folder);

    public ReleaseFacts Facts { get; }

    public DatabaseOptions Database { get; }

    public string Folder { get; }

    public string[] Settings =>
        [$"--DataDirectory={Folder}", $"--Database:Provider={Database.Provider}", $"--Database:ConnectionString={Database.ConnectionString}"];

    /// <summary>The releases that data was kept of: a folder each.</summary>
    public static IEnumerable<string> Releases =>
        Directory.EnumerateDirectories(Root).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal);

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Assets", "Releases");

    /// <summary>Unpacks the data; the test is skipped where the provider's server is not there.</summary>
    public static async Task<ReleaseData> UnpackAsync(string release, string provider)
    {
        var assets = Path.Combine(Root, release);
        var facts = JsonSerializer.Deserialize<Dictionary<string, ReleaseFacts>>(
            await File.ReadAllTextAsync(Path.Combine(assets, "expected.json")), JsonSerializerOptions.Web)!;
        var folder = Path.Combine(Path.GetTempPath(), $"dashboard-release-{Guid.NewGuid():N}");
        var connection = provider == nameof(DatabaseProvider.Sqlite) ? "" : TestServers.NewDatabase(provider, folder);
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(assets, $"{provider.ToLowerInvariant()}.zip"), folder);
        if (provider == nameof(DatabaseProvider.PostgreSql))
        {
            await RestoreAsync(Path.Combine(assets, "postgresql.sql.gz"), connection);
        }

        return new ReleaseData(
            facts[provider], new DatabaseOptions { Provider = Enum.Parse<DatabaseProvider>(provider), ConnectionString = connection }, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        await TestServers.DropAsync($"{Database.Provider}", Database.ConnectionString);
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task RestoreAsync(string dump, string connectionString)
    {
        await TestServers.CreateEmptyAsync(connectionString);
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var packed = File.OpenRead(dump);
        using var text = new StreamReader(new GZipStream(packed, CompressionMode.Decompress));

        // Lines with a backslash in front are for psql alone.
        var sql = (await text.ReadToEndAsync()).Split('\n').Where(line => !line.StartsWith('\\'));
        await using var command = new NpgsqlCommand(string.Join('\n', sql), connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
