using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Tests.Support.Onvif;

/// <summary>Judges a sign-in by digest as a camera does (RFC 2617, section 3.2.2), with the realm <c>cam</c>.</summary>
internal static class HttpDigest
{
    public static bool IsRight(string authorization, string user, string password, string method)
    {
        var parts = authorization.StartsWith("Digest ", StringComparison.Ordinal)
            ? authorization[7..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1].Trim('"'))
            : [];
        if (!parts.TryGetValue("response", out var response))
        {
            return false;
        }

        var (who, what) = (Hash($"{user}:cam:{password}"), Hash($"{method}:{parts["uri"]}"));
        return response == Hash($"{who}:{parts["nonce"]}:{parts["nc"]}:{parts["cnonce"]}:{parts["qop"]}:{what}");
    }

#pragma warning disable CA5351 // What cameras speak.
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
