using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Alerts.Delivery.WebHooks;

/// <summary>
/// How a receiver knows that a body is ours: header <c>X-Timestamp</c> holds the moment of sending in seconds since 1970, and <c>X-Signature</c>
/// holds <c>sha256=</c> and, in lower-case hex, the HMAC-SHA256 of that text, a full stop and the body, with the hook's key. The moment is signed
/// too, so that an old body cannot be sent again by whoever has overheard it.
/// </summary>
internal static class WebHookSignature
{
    public const string Header = "X-Signature";

    public const string TimestampHeader = "X-Timestamp";

    /// <summary>Value of the header.</summary>
    /// <param name="secret">The hook's key, the text itself.</param>
    /// <param name="unixSeconds">The moment of sending.</param>
    /// <param name="body">The bytes that are sent.</param>
    public static string Compute(string secret, long unixSeconds, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(unixSeconds.ToString(CultureInfo.InvariantCulture) + "."));
        hmac.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }
}
