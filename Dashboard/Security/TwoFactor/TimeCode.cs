using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Security.TwoFactor;

/// <summary>Codes of authenticator apps: six digits that change every 30 seconds (RFC 6238 with HMAC-SHA-1, which every app understands).</summary>
internal static class TimeCode
{
    public const int Digits = 6;

    private const int StepSeconds = 30;
    private const int Modulus = 1_000_000;
    private const int KeyBytes = 20;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static byte[] CreateKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>The step whose code this is: the present one or one beside it, because clocks differ; null: the code is wrong.</summary>
    public static long? FindStep(byte[] key, string code, DateTimeOffset now)
    {
        var given = Encoding.UTF8.GetBytes(code);
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        long? found = null;
        for (var step = present - 1; step <= present + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Compute(key, step)), given))
            {
                found = step;
            }
        }

        return found;
    }

    /// <summary>The code of the step in which a moment lies.</summary>
    public static string Compute(byte[] key, DateTimeOffset moment) => Compute(key, moment.ToUnixTimeSeconds() / StepSeconds);

    /// <summary>A key as apps take it: base32 without padding.</summary>
    public static string ToText(byte[] key)
    {
        var text = new StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var value in key)
        {
            (bits, count) = ((bits << 8) | value, count + 8);
            while (count >= 5)
            {
                count -= 5;
                text.Append(Base32[(bits >> count) & 31]);
                bits &= (1 << count) - 1;
            }
        }

        return count == 0 ? text.ToString() : text.Append(Base32[(bits << (5 - count)) & 31]).ToString();
    }

    [SuppressMessage("Security", "CA5350", Justification = "Authenticator apps know no other algorithm for certain; HMAC does not suffer from SHA-1's collisions.")]
    private static string Compute(byte[] key, long step)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, message, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 15)..]) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }
}
