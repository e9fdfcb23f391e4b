using System.Text.Json;
using Dashboard.Configuration;
using Dashboard.Storage;

namespace Dashboard.Backups;

/// <summary>What is in a backup. It is written last: a folder without it is no backup.</summary>
/// <param name="Version">The program that made it.</param>
/// <param name="At">When it was begun: what was stored before is in it.</param>
/// <param name="Provider">The kind of database.</param>
/// <param name="Rows">Rows of each table.</param>
/// <param name="Pictures">Number of files of pictures.</param>
/// <param name="Bytes">Size of all files.</param>
/// <param name="SumsSha256">SHA-256 of the list of all files and their sums.</param>
internal sealed record BackupManifest(
    string Version,
    DateTimeOffset At,
    DatabaseProvider Provider,
    IReadOnlyDictionary<string, long> Rows,
    long Pictures,
    long Bytes,
    string SumsSha256)
{
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>Reads the manifest in the folder of a backup. Throws <see cref="StartException"/> where it cannot be understood.</summary>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!PlainFile.IsIn(folder, FileName))
        {
            throw new StartException($"The manifest of the backup {folder} cannot be read");
        }

        try
        {
            await using var file = File.OpenRead(Path.Combine(folder, FileName));
            var read = await JsonSerializer.DeserializeAsync<BackupManifest>(file, Json, cancellationToken);
            return read is { SumsSha256: not null, Rows: not null }
                ? read
                : throw new StartException($"The manifest of the backup {folder} cannot be read");
        }
        catch (JsonException)
        {
            throw new StartException($"The manifest of the backup {folder} cannot be read");
        }
    }

    /// <summary>Writes it, so that it survives a power cut.</summary>
    public async Task WriteAsync(string folder, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(Path.Combine(folder, FileName), OwnersFile.New());
        await JsonSerializer.SerializeAsync(file, this, Json, cancellationToken);
        file.Flush(flushToDisk: true);
    }
}
