using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Dashboard.Capture.Ffmpeg;
using Dashboard.Configuration;
using Dashboard.Hosting.Process;
using Dashboard.Recognition.Onnx;
using Dashboard.Storage;
using Dashboard.Web.Languages;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Web.Pages.About;

/// <summary>Finds out what runs here; what cannot change while it runs is found out once.</summary>
internal sealed class AboutReader(IDbContextFactory<DashboardDbContext> contexts, ServerOptions server)
{
    private static readonly string Unknown = Localizer.Key("unknown");
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);
    private readonly Lazy<IReadOnlyList<ShippedPackage>> _packages = new(ReadPackages);
    private readonly Lazy<Task<IReadOnlyList<ModelFile>>> _models = new(ReadModelsAsync);
    private string? _ffmpeg;

    /// <summary>The version with the commit that it was built from, where it is known.</summary>
    public static string Version =>
        typeof(AboutReader).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+') is [var version, var commit, ..]
            ? $"{version} (commit {commit[..Math.Min(12, commit.Length)]})"
            : ProgramVersion.Text;

    public async Task<AboutFacts> ReadAsync(CancellationToken cancellationToken = default)
    {
        var (database, schema) = await ReadDatabaseAsync(cancellationToken);
        return new AboutFacts(
            [
                ("Plate Dashboard", Version),
                (Localizer.Key("Role"), RoleLine()),
                (".NET", RuntimeInformation.FrameworkDescription),
                (Localizer.Key("System"), $"{RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}"),
                (Localizer.Key("Processor cores"), Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)),
                (Localizer.Key("Database"), database),
                (Localizer.Key("Database schema"), schema),
                (Localizer.Key("Models"), await ReadLineAsync(Path.Combine(ModelFiles.Folder, ModelFiles.Version), cancellationToken)),
                ("ONNX Runtime", VersionOf("Microsoft.ML.OnnxRuntime")),
                ("OpenCV", OpenCvSharp.Cv2.GetVersionString() ?? Unknown),
                ("ffmpeg", _ffmpeg ?? await ReadFfmpegAsync()),
            ],
            await _models.Value,
            _packages.Value);
    }

    private string RoleLine() => server.Role switch
    {
        ServerRole.All => Localizer.Key("All: recognition and server"),
        ServerRole.Server => Localizer.Key("Server: agents watch the cameras"),
        _ => server.Role.ToString(),
    };

    private async Task<(string Database, string Schema)> ReadDatabaseAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var schema = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).LastOrDefault() ?? Unknown;
            await db.Database.OpenConnectionAsync(cancellationToken);
            var provider = db.Database.ProviderName?.Split('.')[^1].Replace("Sqlite", "SQLite", StringComparison.Ordinal) ?? Unknown;
            return ($"{provider} {db.Database.GetDbConnection().ServerVersion}", schema);
        }
        catch (Exception exception) when (StorageFailure.MayPass(exception))
        {
            return (StorageFailure.Describe(exception), Unknown);
        }
    }

    private string VersionOf(string package) => _packages.Value.FirstOrDefault(known => known.Name == package)?.Version ?? Unknown;

    private static async Task<string> ReadLineAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) ? (await File.ReadAllTextAsync(path, cancellationToken)).Trim() : Unknown;

    private static async Task<IReadOnlyList<ModelFile>> ReadModelsAsync()
    {
        var files = new List<ModelFile>();
        string[] found = Directory.Exists(ModelFiles.Folder) ? Directory.GetFiles(ModelFiles.Folder, "*.onnx") : [];
        foreach (var file in found.Order(StringComparer.Ordinal))
        {
            await using var stream = File.OpenRead(file);
            files.Add(new ModelFile(Path.GetFileName(file), stream.Length, Convert.ToHexStringLower(await SHA256.HashDataAsync(stream))));
        }

        return files;
    }

    // "ffmpeg version 5.1.6-0+deb12u1 Copyright (c) …". Asked again until it is known: a busy machine may be late once.
    private async Task<string> ReadFfmpegAsync()
    {
        try
        {
            using var process = await ChildProcesses.StartAsync("ffmpeg", ["-version"]);
            using var late = new CancellationTokenSource(MaxTime);
            var line = await process.StandardOutput.ReadLineAsync(late.Token) ?? "";
            await ChildProcesses.StopAsync(process, MaxTime);
            return line.Split(' ') is ["ffmpeg", "version", var version, ..] ? _ffmpeg = version : Unknown;
        }
        catch (OperationCanceledException)
        {
            return Unknown;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            return Localizer.Key("not found");
        }
    }

    private static IReadOnlyList<ShippedPackage> ReadPackages()
    {
        var versions = ReadVersions();
        return
        [
            .. ShippedText.Read("THIRD-PARTY-NOTICES.md").Split('\n')
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Where(cells => cells.Length == 6 && cells[1] is not "Package" && !cells[1].StartsWith('-'))
                .Select(cells => new ShippedPackage(cells[1], versions.GetValueOrDefault(cells[1], ""), cells[2], cells[3], cells[4])),
        ];
    }

    // The list of what runs stands beside the program.
    private static Dictionary<string, string> ReadVersions()
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{typeof(AboutReader).Assembly.GetName().Name}.deps.json");
        if (!File.Exists(path))
        {
            return [];
        }

        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package")
            .Select(library => library.Name.Split('/'))
            .ToDictionary(parts => parts[0], parts => parts[1]);
    }
}
