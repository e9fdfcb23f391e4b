using System.Security.Cryptography;
using System.Xml.Linq;
using Dashboard.Configuration;
using Dashboard.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Keys;

/// <summary>How a key file and the keys of a database go together.</summary>
internal enum KeyFileFit
{
    /// <summary>All that is encrypted with a key file can be read with this one.</summary>
    Fits,

    /// <summary>Some is, and none was given.</summary>
    Missing,

    /// <summary>Some was encrypted with another.</summary>
    Another,
}

/// <summary>
/// At the start: where a <see cref="SecurityOptions.KeyFile"/> is given, the keys that stand in the database in clear are encrypted with it; where it
/// is missing or another, nothing starts, because all that was encrypted would be lost quietly.
/// </summary>
internal sealed partial class KeysAtRest(IOptionsMonitor<SecurityOptions> options, KeyFilePlace place, ILogger<KeysAtRest> log)
{
    private static readonly XNamespace Protection = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName RequiresEncryption = Protection + "requiresEncryption";
    private static readonly XName EncryptedSecret = Protection + "encryptedSecret";
    private static readonly string Decryptor = $"{typeof(KeyFileDecryptor).FullName}, {typeof(KeyFileDecryptor).Assembly.GetName().Name}";

    private bool _isTold;

    public async Task RunAsync(DashboardDbContext db, CancellationToken cancellationToken)
    {
        var path = options.CurrentValue.KeyFile;
        if (place.IsInDataDirectory && !_isTold)
        {
            _isTold = true;
            LogInData(path);
        }

        var file = Read(path);
        var former = Read(options.CurrentValue.FormerKeyFile);
        var (encrypted, released) = (0, 0);
        foreach (var row in await db.DataProtectionKeys.ToListAsync(cancellationToken))
        {
            if (row.Xml is not { } xml)
            {
                continue;
            }

            var key = XElement.Parse(xml);
            released += former is null ? 0 : Release(former, file, key);
            switch (Fit(file, key))
            {
                case KeyFileFit.Missing:
                    throw new StartException(
                        "The keys in the database are encrypted with a key file: name it in Security:KeyFile, or in Security:FormerKeyFile to "
                        + "give it up. Without it no secret can be read");
                case KeyFileFit.Another:
                    throw new StartException(
                        "Security:KeyFile is not the file that the keys in the database were encrypted with; name that one, "
                        + "or name it in Security:FormerKeyFile to change to this one");
            }

            encrypted += file is null ? 0 : Encrypt(file, key);
            row.Xml = file is null && released == 0 ? xml : key.ToString(SaveOptions.DisableFormatting);
        }

        if (encrypted + released > 0)
        {
            // What stood there before is not to be read in the database's files any more.
            await db.OverwriteDeletedAsync(() => db.SaveChangesAsync(cancellationToken), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        Tell(encrypted, released, file);
    }

    private void Tell(int encrypted, int released, KeyFile? file)
    {
        if (released > 0)
        {
            LogChanged(released, file is null ? "in clear" : "encrypted with Security:KeyFile");
        }
        else if (encrypted > 0)
        {
            LogEncrypted(encrypted);
        }
    }

    /// <summary>Whether the keys of a database can be read with a key file.</summary>
    /// <param name="path">The key file; empty: there is none.</param>
    /// <param name="keys">The keys as they are stored.</param>
    public static KeyFileFit Fit(string path, IEnumerable<string> keys)
    {
        var file = Read(path);
        return keys.Select(xml => Fit(file, XElement.Parse(xml))).FirstOrDefault(fit => fit != KeyFileFit.Fits);
    }

    private static KeyFile? Read(string path) => path.Length > 0 ? KeyFile.Read(path) : null;

    // Puts back in clear what only the former file can read.
    private static int Release(KeyFile former, KeyFile? file, XElement key)
    {
        var secrets = key.Descendants(EncryptedSecret).Where(IsOurs).ToList();
        var released = 0;
        foreach (var secret in secrets)
        {
            if (!CanRead(file, secret) && CanRead(former, secret))
            {
                secret.ReplaceWith(KeyFileDecryptor.Decrypt(former, secret.Elements().Single()));
                released = 1;
            }
        }

        return released;
    }

    private static bool CanRead(KeyFile? file, XElement secret)
    {
        try
        {
            return file is not null && KeyFileDecryptor.Decrypt(file, secret.Elements().Single()) is not null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            return false;
        }
    }

    private static KeyFileFit Fit(KeyFile? file, XElement key)
    {
        foreach (var secret in key.Descendants(EncryptedSecret).Where(IsOurs))
        {
            if (file is null)
            {
                return KeyFileFit.Missing;
            }

            if (!CanRead(file, secret))
            {
                return KeyFileFit.Another;
            }

            // Without the version: the program of before an update must find it too.
            secret.SetAttributeValue("decryptorType", Decryptor);
        }

        return KeyFileFit.Fits;
    }

    private static int Encrypt(KeyFile file, XElement key)
    {
        var clear = key.Descendants().Where(element => (bool?)element.Attribute(RequiresEncryption) == true).ToList();
        foreach (var secret in clear)
        {
            secret.ReplaceWith(new XElement(
                EncryptedSecret, new XAttribute("decryptorType", Decryptor), new KeyFileEncryptor(file).Encrypt(secret).EncryptedElement));
        }

        return clear.Count > 0 ? 1 : 0;
    }

    private static bool IsOurs(XElement secret) =>
        ((string?)secret.Attribute("decryptorType"))?.StartsWith(typeof(KeyFileDecryptor).FullName!, StringComparison.Ordinal) == true;

    [LoggerMessage(
        LogLevel.Warning,
        "Security:KeyFile ({Path}) lies in the data directory: whoever has a copy of that can read every secret; move the file elsewhere")]
    private partial void LogInData(string path);

    [LoggerMessage(LogLevel.Information, "{Count} keys in the database are now encrypted with Security:KeyFile; older backups hold them in clear")]
    private partial void LogEncrypted(int count);

    [LoggerMessage(
        LogLevel.Information,
        "{Count} keys in the database were encrypted with Security:FormerKeyFile and are now {How}: the setting can go. Backups from before need "
        + "that file")]
    private partial void LogChanged(int count, string how);
}
