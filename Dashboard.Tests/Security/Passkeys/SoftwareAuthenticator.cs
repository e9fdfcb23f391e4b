using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Dashboard.Tests.Security.Passkeys;

/// <summary>A browser's and a security key's part in making and using one passkey (WebAuthn, ES256), in code.</summary>
/// <param name="origin">The page's origin.</param>
internal sealed class SoftwareAuthenticator(string origin) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte HasCredential = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The credential's name.</summary>
    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(32);

    /// <summary>The page's origin, as the browser signs it.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>The name that it signs for; null: the one that it is asked for.</summary>
    public string? RelyingParty { get; set; }

    /// <summary>Whether it has checked who the person is.</summary>
    public bool IsUserVerified { get; set; } = true;

    /// <summary>Whether it counts its signatures; most do not.</summary>
    public bool IsCounting { get; set; } = true;

    /// <summary>How often it has signed.</summary>
    public uint Count { get; set; }

    /// <summary>Whether its signature is right.</summary>
    public bool IsHonest { get; set; } = true;

    /// <summary>The account's number, which it keeps.</summary>
    public string UserHandle { get; set; } = "";

    public void Dispose() => _key.Dispose();

    /// <summary>Answers options of the creation, both as JSON.</summary>
    public string Make(string options)
    {
        using var asked = JsonDocument.Parse(options);
        UserHandle = asked.RootElement.GetProperty("user").GetProperty("id").GetString()!;
        var data = Data(asked.RootElement.GetProperty("rp").GetProperty("id").GetString()!, HasCredential);
        byte[] length = [0, (byte)Id.Length];
        byte[] withKey = [.. data, .. new byte[16], .. length, .. Id, .. PublicKey()];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), .. Bytes(withKey)];
        return Answer(new
        {
            clientDataJSON = Encode(ClientData("webauthn.create", asked.RootElement)),
            attestationObject = Encode(attestation),
            transports = new[] { "internal" },
        });
    }

    /// <summary>Answers options of signing in, both as JSON.</summary>
    public string Sign(string options)
    {
        using var asked = JsonDocument.Parse(options);
        Count += IsCounting ? 1u : 0;
        var data = Data(asked.RootElement.GetProperty("rpId").GetString()!, 0);
        var client = ClientData("webauthn.get", asked.RootElement);
        byte[] signed = [.. data, .. SHA256.HashData(IsHonest ? client : [])];
        return Answer(new
        {
            clientDataJSON = Encode(client),
            authenticatorData = Encode(data),
            signature = Encode(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            userHandle = UserHandle,
        });
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) => [0x59, (byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];

    private string Answer(object response) => JsonSerializer.Serialize(new
    {
        id = Encode(Id),
        rawId = Encode(Id),
        type = "public-key",
        clientExtensionResults = new { },
        response,
    });

    private byte[] ClientData(string type, JsonElement asked) => JsonSerializer.SerializeToUtf8Bytes(
        new { type, challenge = asked.GetProperty("challenge").GetString(), origin = Origin, crossOrigin = false });

    private byte[] Data(string relyingParty, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        flags |= (byte)(UserPresent | (IsUserVerified ? UserVerified : 0));
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(RelyingParty ?? relyingParty)), flags, .. count];
    }

    // A COSE key: EC2, ES256, P-256, x, y.
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }
}
