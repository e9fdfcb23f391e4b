using System.Xml;
using System.Xml.Linq;
using Dashboard.Configuration;
using Dashboard.Security.Keys;
using Dashboard.Security.Tokens;
using Dashboard.Storage;
using Dashboard.Storage.Startup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace Dashboard.Security;

/// <summary>
/// Keys live in the database, so that every server on it decrypts what another one encrypted and accepts its tokens and sessions. At start the keys
/// of an older data directory are taken over, and the first server of all makes the keys; both under the lock of the start.
/// </summary>
internal sealed partial class SharedKeys(
    ServerOptions server, IDataProtectionProvider protection, SigningKey signingKey, KeysAtRest atRest, ILogger<SharedKeys> log)
    : IDatabaseStartupStep
{
    /// <summary>Where release 0.1.0 kept its keys. The files stay: a database that is put back from a backup of then needs them again.</summary>
    private string Folder => server.DataPath("keys");

    public async Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        await TakeOverAsync(db, cancellationToken);
        await atRest.RunAsync(db, cancellationToken);

        // The first use makes the first key.
        protection.CreateProtector("Dashboard.Startup").Protect("");
        if (server.Role != ServerRole.Agent)
        {
            signingKey.Load();
        }
    }

    private async Task TakeOverAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }

        var known = await db.DataProtectionKeys.Select(key => key.FriendlyName).ToListAsync(cancellationToken);
        var files = Directory.EnumerateFiles(Folder, "*.xml")
            .Where(file => !known.Contains(Path.GetFileNameWithoutExtension(file)))
            .Order(StringComparer.Ordinal)
            .ToList();
        foreach (var file in files)
        {
            if (await ReadAsync(file, cancellationToken) is { } xml)
            {
                db.DataProtectionKeys.Add(new DataProtectionKey { FriendlyName = Path.GetFileNameWithoutExtension(file), Xml = xml });
            }
        }

        var taken = await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        if (taken > 0)
        {
            LogTakenOver(taken, Folder);
        }
    }

    private async Task<string?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = File.OpenRead(file);
            var element = await XElement.LoadAsync(stream, LoadOptions.None, cancellationToken);
            return element.ToString(SaveOptions.DisableFormatting);
        }
        catch (XmlException exception)
        {
            LogDamaged(file, exception.Message);
            return null;
        }
    }

    [LoggerMessage(
        LogLevel.Information,
        "{Count} keys of {Folder} are in the database now, where every server on it finds them; the files are not used any more")]
    private partial void LogTakenOver(int count, string folder);

    [LoggerMessage(LogLevel.Warning, "The key {File} cannot be read and was left out: {Reason}")]
    private partial void LogDamaged(string file, string reason);
}
