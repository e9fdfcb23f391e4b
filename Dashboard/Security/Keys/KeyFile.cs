using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Dashboard.Configuration;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.Options;

namespace Dashboard.Security.Keys;

/// <summary>
/// The file outside of the data directory with whose content the keys in the database are encrypted (<see cref="SecurityOptions.KeyFile"/>):
/// whoever has the database, or a backup of it, has none of its secrets.
/// </summary>
internal sealed class KeyFile
{
    /// <summary>Fewest bytes of such a file.</summary>
    public const int MinBytes = 32;

    private const int MaxBytes = 1 << 16;
    private const int KeyBytes = 32;
    private readonly byte[] _key;

    private KeyFile(byte[] content) =>
        _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, content, KeyBytes, info: "Dashboard.KeysAtRest"u8.ToArray());

    /// <summary>Reads it. Throws where it cannot be read, or is too short or too long to be one.</summary>
    public static KeyFile Read(string path)
    {
        using var file = File.OpenRead(path);
        if (file.Length is < MinBytes or > MaxBytes)
        {
            throw new InvalidDataException($"it has {file.Length} bytes, and needs {MinBytes} to {MaxBytes}");
        }

        var content = new byte[file.Length];
        file.ReadExactly(content);
        return new KeyFile(content);
    }

    /// <summary>AES-GCM: nonce, tag and what was encrypted.</summary>
    public byte[] Encrypt(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedText = new byte[AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize + plain.Length];
        var (nonce, tag, cipher) = Parts(sealedText);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key, tag.Length);
        aes.Encrypt(nonce.Span, plain, cipher.Span, tag.Span);
        return sealedText;
    }

    /// <summary>Throws <see cref="CryptographicException"/> where it was encrypted with another file, or changed.</summary>
    public string Decrypt(byte[] sealedText)
    {
        if (sealedText.Length < AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)
        {
            throw new CryptographicException("too short");
        }

        var (nonce, tag, cipher) = Parts(sealedText);
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(_key, tag.Length);
        aes.Decrypt(nonce.Span, cipher.Span, tag.Span, plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Cipher) Parts(Memory<byte> sealedText) => (
        sealedText[..AesGcm.NonceByteSizes.MaxSize],
        sealedText.Slice(AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize),
        sealedText[(AesGcm.NonceByteSizes.MaxSize + AesGcm.TagByteSizes.MaxSize)..]);
}

/// <summary>Where the key file lies.</summary>
internal sealed class KeyFilePlace(IOptionsMonitor<SecurityOptions> options, ServerOptions server)
{
    /// <summary>It lies in the data directory: whoever has a copy of that has it too, and with it every secret.</summary>
    public bool IsInDataDirectory => options.CurrentValue.KeyFile is { Length: > 0 } path && server.IsInDataDirectory(path);
}

/// <summary>Encrypts keys that are made from now on.</summary>
internal sealed class KeyFileEncryptor(KeyFile file) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var sealedText = file.Encrypt(plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement("keyFile", new XElement("value", Convert.ToBase64String(sealedText))), typeof(KeyFileDecryptor));
    }
}

/// <summary>Decrypts them. The keys' XML names this type.</summary>
internal sealed class KeyFileDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        Decrypt(KeyFile.Read(services.GetRequiredService<IOptionsMonitor<SecurityOptions>>().CurrentValue.KeyFile), encryptedElement);

    internal static XElement Decrypt(KeyFile file, XElement encrypted) =>
        XElement.Parse(file.Decrypt(Convert.FromBase64String((string?)encrypted.Element("value") ?? "")));
}
