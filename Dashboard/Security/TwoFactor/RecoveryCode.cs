using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Security.TwoFactor;

/// <summary>A code that works once, for whoever lost the authenticator: 80 random bits, so that a plain hash of it tells nothing.</summary>
internal static class RecoveryCode
{
    /// <summary>How many a person gets at once.</summary>
    public const int Count = 10;

    private const int Length = 16;
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz"; // Without i, l, o and u: they are read as 1, 1, 0 and v.

    public static string Create() =>
        string.Join('-', RandomNumberGenerator.GetString(Alphabet, Length).Chunk(4).Select(part => new string(part)));

    /// <summary>What is kept of a code; however it was typed, the same. Of another user the same code gives another hash.</summary>
    public static string Hash(int userId, string code)
    {
        var plain = new string([.. code.ToLowerInvariant().Where(char.IsAsciiLetterOrDigit).Select(ToAlphabet)]);
        var bytes = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{userId}:{plain}"));
        return Base64Url.EncodeToString(SHA256.HashData(bytes));
    }

    private static char ToAlphabet(char character) => character switch { 'o' => '0', 'i' or 'l' => '1', 'u' => 'v', _ => character };
}
