using System.Buffers.Text;
using System.Security.Cryptography;
using Dashboard.Configuration;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;

namespace Dashboard.Security.Tokens;

/// <summary>
/// The RSA key that signs tokens: made once, kept encrypted in the data directory, readable by the server's user alone.
/// </summary>
public sealed partial class SigningKey(ServerOptions server, IDataProtectionProvider protection, ILogger<SigningKey> log) : IDisposable
{
    private const int Bits = 2048;
    private readonly IDataProtector _protector = protection.CreateProtector("Dashboard.TokenSigningKey");
    private readonly Lock _gate = new();
    private RSA? _rsa;
    private RsaSecurityKey? _key;

    /// <summary>Full path of the file.</summary>
    public string FilePath { get; } = server.DataPath("keys", "token-signing.key");

    /// <summary>The key with its id, a thumbprint of its public part. Read from the file, or made, on first use.</summary>
    public RsaSecurityKey Load()
    {
        lock (_gate)
        {
            if (_key is null)
            {
                _rsa = Read() ?? Make();
                var thumbprint = SHA256.HashData(_rsa.ExportSubjectPublicKeyInfo());

                // The library's cache is the process's and outlives this object's key.
                var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
                _key = new(_rsa) { KeyId = Base64Url.EncodeToString(thumbprint.AsSpan(0, 12)), CryptoProviderFactory = factory };
            }

            return _key;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _rsa?.Dispose();

    private RSA? Read()
    {
        if (!File.Exists(FilePath))
        {
            return null;
        }

        var rsa = RSA.Create();
        try
        {
            rsa.ImportPkcs8PrivateKey(_protector.Unprotect(File.ReadAllBytes(FilePath)), out _);
            return rsa;
        }
        catch (CryptographicException)
        {
            // Without its key the file is worth nothing; every program can fetch a new token.
            rsa.Dispose();
            File.Move(FilePath, FilePath + ".unreadable", overwrite: true);
            LogUnreadable(FilePath);
            return null;
        }
    }

    private RSA Make()
    {
        var folder = Path.GetDirectoryName(FilePath)!;
        Directory.CreateDirectory(folder);
        var rsa = RSA.Create(Bits);
        var temporary = $"{FilePath}.{Environment.ProcessId}";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(_protector.Protect(rsa.ExportPkcs8PrivateKey()));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, FilePath, overwrite: true);
        return rsa;
    }

    [LoggerMessage(LogLevel.Warning, "The token signing key {File} cannot be decrypted; it was set aside and a new one made, so all tokens have ended")]
    private partial void LogUnreadable(string file);
}
