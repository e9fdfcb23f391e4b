using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Tests.Support.Sources.FaultCamera;

/// <summary>A camera's side of a sign-in by digest (RFC 7616).</summary>
/// <param name="algorithm">Empty: everybody may come.</param>
/// <param name="uses">After so many questions a nonce is stale.</param>
internal sealed class RtspDigest(string algorithm, int uses)
{
    public const string User = "ada";
    public const string Password = "Wq8-secret";
    private int _nonce = 1, _used;

    /// <summary>Nonces that went stale while somebody was signed in by them.</summary>
    public int Stale { get; private set; }

    /// <summary>The header that a question is refused with; null: it may be answered.</summary>
    public string? Refusal(string head, string method)
    {
        if (algorithm.Length == 0)
        {
            return null;
        }

        var line = head.Split("\r\n").FirstOrDefault(one => one.StartsWith("Authorization: Digest ", StringComparison.Ordinal));
        var parts = line?[22..].Split(',').Select(part => part.Trim().Split('=', 2)).ToDictionary(part => part[0], part => part[1].Trim('"'));
        var isStale = parts is not null && (parts["nonce"] != $"n{_nonce}" || ++_used > uses);
        if (parts is not null && !isStale && parts["response"] == Expected(parts, method))
        {
            return null;
        }

        Stale += isStale ? 1 : 0;
        (_nonce, _used) = isStale ? (_nonce + 1, 0) : (_nonce, _used);
        return $"WWW-Authenticate: Digest realm=\"cam\", nonce=\"n{_nonce}\", algorithm={algorithm}, qop=\"auth\"{(isStale ? ", stale=true" : "")}";
    }

    private string Expected(Dictionary<string, string> parts, string method) => Hash(
        $"{Hash($"{User}:cam:{Password}")}:{parts["nonce"]}:{parts["nc"]}:{parts["cnonce"]}:{parts["qop"]}:{Hash($"{method}:{parts["uri"]}")}");

#pragma warning disable CA5351 // What cameras speak.
    private string Hash(string text) => Convert.ToHexStringLower(
        algorithm == "MD5" ? MD5.HashData(Encoding.UTF8.GetBytes(text)) : SHA256.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
