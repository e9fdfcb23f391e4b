using Microsoft.AspNetCore.DataProtection;

namespace Dashboard.Security;

/// <summary>Encrypts camera addresses at rest with the server's data-protection keys.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider)
{
    private readonly IDataProtector _protector = provider.CreateProtector("Dashboard.CameraSource");

    public string Protect(string text) => _protector.Protect(text);

    /// <summary>The text again; null where the key is gone or the value damaged.</summary>
    public string? Unprotect(string value)
    {
        try
        {
            return _protector.Unprotect(value);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return null;
        }
    }
}
