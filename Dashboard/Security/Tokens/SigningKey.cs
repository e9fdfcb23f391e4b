using System.Buffers.Text;
using System.Security.Cryptography;
using Dashboard.Configuration;
using Dashboard.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.IdentityModel.Tokens;

namespace Dashboard.Security.Tokens;

/// <summary>The RSA key that signs tokens: made once, kept encrypted in the database, the same for every server on it.</summary>
internal sealed partial class SigningKey(
    IDbContextFactory<DashboardDbContext> contexts, ServerOptions server, IDataProtectionProvider protection, ILogger<SigningKey> log) : IDisposable
{
    private const string SecretName = "token-signing";
    private const int Bits = 2048;
    private readonly IDataProtector _protector = protection.CreateProtector("Dashboard.TokenSigningKey");
    private readonly Lock _gate = new();
    private RSA? _rsa;
    private RsaSecurityKey? _key;

    /// <summary>Where release 0.1.0 kept it, encrypted just so.</summary>
    private string FilePath => server.DataPath("keys", "token-signing.key");

    /// <summary>The key with its id, a thumbprint of its public part. Read from the database, or made, on first use: at the start.</summary>
    public RsaSecurityKey Load()
    {
        lock (_gate)
        {
            if (_key is null)
            {
                using var db = contexts.CreateDbContext();
                _rsa = Read(db) ?? Store(db);
                var thumbprint = SHA256.HashData(_rsa.ExportSubjectPublicKeyInfo());

                // The library's cache is the process's and outlives this object's key.
                var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
                _key = new(_rsa) { KeyId = Base64Url.EncodeToString(thumbprint.AsSpan(0, 12)), CryptoProviderFactory = factory };
            }

            return _key;
        }
    }

    public void Dispose() => _rsa?.Dispose();

    private RSA? Read(DashboardDbContext db)
    {
        if (db.ServerSecrets.AsNoTracking().SingleOrDefault(secret => secret.Name == SecretName) is not { } stored)
        {
            return null;
        }

        if (Decrypt(stored.ProtectedValue) is { } key)
        {
            return key;
        }

        // Without its key the row is worth nothing; every program can fetch a new token.
        db.ServerSecrets.Where(secret => secret.Name == SecretName).ExecuteDelete();
        LogUnreadable("in the database");
        return null;
    }

    private RSA Store(DashboardDbContext db)
    {
        var (key, value) = TakeOver() ?? Create();
        db.ServerSecrets.Add(new ServerSecret { Name = SecretName, ProtectedValue = value });
        try
        {
            db.SaveChanges();
            return key;
        }
        catch (DbUpdateException)
        {
            // Another server on the database was quicker.
            db.ChangeTracker.Clear();
            if (Read(db) is not { } other)
            {
                throw;
            }

            key.Dispose();
            return other;
        }
    }

    private (RSA Key, byte[] Value)? TakeOver()
    {
        if (!File.Exists(FilePath))
        {
            return null;
        }

        var value = File.ReadAllBytes(FilePath);
        if (Decrypt(value) is { } key)
        {
            return (key, value);
        }

        LogUnreadable(FilePath);
        return null;
    }

    private (RSA Key, byte[] Value) Create()
    {
        var key = RSA.Create(Bits);
        return (key, _protector.Protect(key.ExportPkcs8PrivateKey()));
    }

    private RSA? Decrypt(byte[] value)
    {
        var key = RSA.Create();
        try
        {
            key.ImportPkcs8PrivateKey(_protector.Unprotect(value), out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The token signing key {Place} cannot be decrypted; a new one was made, so all tokens have ended")]
    private partial void LogUnreadable(string place);
}
