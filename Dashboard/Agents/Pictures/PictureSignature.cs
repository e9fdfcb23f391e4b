using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Agents.Pictures;

/// <summary>
/// How an agent knows that its server is asking: HMAC-SHA256 over the moment and the path, with the SHA-256 of the agent's own API key, which only
/// the two of them have.
/// </summary>
internal static class PictureSignature
{
    /// <summary>The header: seconds since 1970, a colon, and the signature in hex.</summary>
    public const string Header = "X-Picture-Signature";

    /// <summary>How old a signature may be.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(5);

    /// <summary>The secret that both sides have.</summary>
    public static byte[] SecretOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    public static string Sign(byte[] secret, string pathAndQuery, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        return string.Create(CultureInfo.InvariantCulture, $"{second}:{Convert.ToHexStringLower(Compute(secret, pathAndQuery, second))}");
    }

    /// <summary>Whether the header is the server's, of this moment by the server's clock.</summary>
    public static bool IsValid(string? header, byte[] secret, string pathAndQuery, DateTimeOffset now)
    {
        if (header?.Split(':') is not [var moment, { Length: 2 * HMACSHA256.HashSizeInBytes } signature]
            || !long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            || Math.Abs(now.ToUnixTimeSeconds() - second) > MaxAge.TotalSeconds)
        {
            return false;
        }

        var given = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(signature, given, out _, out var length) == System.Buffers.OperationStatus.Done && length == given.Length
            && CryptographicOperations.FixedTimeEquals(given, Compute(secret, pathAndQuery, second));
    }

    private static byte[] Compute(byte[] secret, string pathAndQuery, long second) =>
        HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{second}\n{pathAndQuery}")));
}
