using System.Globalization;

namespace Dashboard.Security.Passkeys;

/// <summary>
/// The host name that a passkey is made for (WebAuthn: relying party ID). A browser offers it on pages of this name and of names below it, and
/// nowhere else; so a page that only looks like this server gets none.
/// </summary>
internal static class PasskeyDomain
{
    /// <param name="setting"><c>Security:PasskeyDomain</c>; empty: the name that the browser asked for.</param>
    public static string For(string setting, HttpRequest request) => setting.Length > 0 ? setting : Ascii(request.Host.Host);

    /// <summary>Whether a signature that was made on a page counts.</summary>
    /// <param name="setting"><c>Security:PasskeyDomain</c>; empty: pages of exactly the request's host count.</param>
    /// <param name="request">The request that brings it.</param>
    /// <param name="origin">The page's origin, which the browser put into what was signed.</param>
    public static bool Accepts(string setting, HttpRequest request, string? origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var page) || page.AbsolutePath != "/" || page.UserInfo.Length > 0)
        {
            return false;
        }

        var host = page.IdnHost;
        var isSafe = page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && IsWithin(host, "localhost"));
        return isSafe && (setting.Length > 0 ? IsWithin(host, setting) : host == Ascii(request.Host.Host));
    }

    /// <summary>Whether the setting can be such a name.</summary>
    public static bool IsName(string setting) =>
        Uri.CheckHostName(setting) == UriHostNameType.Dns
        && (setting == "localhost" || setting.Contains('.'))
        && !setting.StartsWith('.') && !setting.EndsWith('.')
        && setting.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-');

    private static bool IsWithin(string host, string domain) => host == domain || host.EndsWith("." + domain, StringComparison.Ordinal);

    // The name as browsers hash it.
    private static string Ascii(string host)
    {
        try
        {
            return new IdnMapping().GetAscii(host).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return host.ToLowerInvariant(); // No name of the DNS: no browser makes a passkey for it.
        }
    }
}
