using System.Text.RegularExpressions;

namespace Dashboard.Domain.Cameras;

public static partial class CameraSource
{
    /// <summary>
    /// Whether an address that a camera names may be given the camera's password: only its own computer, and never in clear where the password was
    /// entered for a secure address.
    /// </summary>
    public static bool MaySignIn(Uri camera, Uri address) =>
        string.Equals(address.Host, camera.Host, StringComparison.OrdinalIgnoreCase)
        && (address.Scheme == camera.Scheme || address.Scheme is "https" or "rtsps");

    /// <summary>
    /// Whether another address of a camera may be given the sign-in of its main one, before either is called: both are streams, or both are of the
    /// web, on the same computer, and never is it said in clear where it was entered for a secure address.
    /// </summary>
    public static bool SharesSignIn(string main, string other) =>
        IsAddress(main) && KindOf(main) == KindOf(other) && IsAsSafeBeside(main, other);

    /// <summary>
    /// Another address of a camera with the camera's user and password, where it stands on the same computer and has no sign-in of its own: a
    /// picture over HTTP beside a stream over RTSP. What was encrypted is not sent openly for it.
    /// </summary>
    public static string WithSignInOf(string other, string main)
    {
        var (_, user, password) = SplitSignIn(main);
        return password.Length > 0 && SplitSignIn(other) is { User.Length: 0, Password.Length: 0 } && !HasSecretInPath(other)
            && IsAsSafeBeside(main, other)
                ? WithSignIn(other, user, password)
                : other;
    }

    // On the same computer, and no less encrypted.
    private static bool IsAsSafeBeside(string main, string other) => (IsSecure(other) || !IsSecure(main))
        && HostNameOf(other) is { Length: > 0 } host && string.Equals(HostNameOf(main), host, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the sign-in of an address may end at another @ than the one at which it is taken apart, since a password with / ? # @ in it was
    /// written as it is: what stands behind that @ may be part of the password, and is then no computer to be looked for.
    /// </summary>
    public static bool IsSignInUnclear(string source)
    {
        if (!IsAddress(source))
        {
            return false;
        }

        // What is no port has told that the password goes on, to the last @ of all.
        var part = UserPart(source);
        if (part is { } whole && source.AsSpan(whole.Start, whole.End - whole.Start).ContainsAny("/?#"))
        {
            return false;
        }

        if (DoubtfulSignIn(source) is not null || part is not { } user || !source.AsSpan(user.Start, user.End - user.Start).Contains(':'))
        {
            return DoubtfulSignIn(source) is not null;
        }

        var rest = source.AsSpan(user.End + 1);
        rest = rest[..Math.Max(0, rest.LastIndexOf('@'))];
        return rest.Length > 0 && (rest.IndexOf('?') is var query && (query < 0 || !rest[query..].Contains('=')));
    }

    /// <summary>What a person may have meant who wrote an address without its scheme; null where it looks like none.</summary>
    public static string? WithScheme(string text) =>
        IsAddress(text) || Path.IsPathFullyQualified(text) || !BareAddress().IsMatch(text) ? null
        : PictureName().IsMatch(text) ? "http://" + text
        : "rtsp://" + text;

    /// <summary>An address without its sign-in, and user and password as people know them; a path stays as it is.</summary>
    public static (string Address, string User, string Password) SplitSignIn(string source)
    {
        if (!IsAddress(source) || UserPart(source) is not { } part)
        {
            return (source, "", "");
        }

        var signIn = source[part.Start..part.End];
        var colon = signIn.IndexOf(':');
        return (
            string.Concat(source.AsSpan(0, part.Start), source.AsSpan(part.End + 1)),
            Plain(colon < 0 ? signIn : signIn[..colon]),
            colon < 0 ? "" : Plain(signIn[(colon + 1)..]));

        // Who pastes characters that an address would write as %2F has pasted % as it is, too.
        string Plain(string text) => signIn.AsSpan().ContainsAny("/?#@") ? text : Uri.UnescapeDataString(text);
    }

    /// <summary>
    /// An address with a user and a password, whatever characters they have, in place of those that it may have had; a path stays as it is.
    /// </summary>
    public static string WithSignIn(string address, string user, string password)
    {
        if (!IsAddress(address) || (user.Length == 0 && password.Length == 0))
        {
            return address;
        }

        var plain = SplitSignIn(address).Address;
        var start = AuthorityStart(plain);
        var signIn = password.Length == 0 ? Uri.EscapeDataString(user) : $"{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}";
        return $"{plain[..start]}{signIn}@{plain[start..]}";
    }

    /// <summary>An address with a user, and <c>***</c> in place of the password that is stored; a path stays as it is.</summary>
    /// <param name="user">Empty: there is none, or it is masked itself, being a token.</param>
    /// <param name="isToken">Whether the user alone is the secret.</param>
    public static string WithMaskedSignIn(string address, string user, bool isToken)
    {
        if (!IsAddress(address))
        {
            return address;
        }

        var plain = SplitSignIn(address).Address;
        var start = AuthorityStart(plain);
        return isToken && user.Length == 0
            ? $"{plain[..start]}{MaskText}@{plain[start..]}"
            : $"{plain[..start]}{Uri.EscapeDataString(user)}:{MaskText}@{plain[start..]}";
    }

    /// <summary>
    /// The edited address of a substream with the passwords of the stored one wherever it says <c>***</c>, as <see cref="RestoreMask"/> has it, or
    /// else with the sign-in of the camera where its user is the same and <see cref="SharesSignIn"/> allows it. What cannot be put back stays masked.
    /// </summary>
    /// <param name="edited">The address as it is wanted.</param>
    /// <param name="stored">The one that it takes the place of; empty: there is none.</param>
    /// <param name="main">The address of the camera's main stream, with its password.</param>
    public static string RestoreSubstream(string edited, string stored, string main)
    {
        var own = RestoreMask(edited, stored);
        var (address, user, password) = SplitSignIn(edited);
        if (!HasMask(edited) || (!HasMask(own) && (user == MaskText || user == SplitSignIn(stored).User)))
        {
            return own;
        }

        var signIn = SplitSignIn(main);
        var isMasked = password == MaskText ? user == signIn.User
            : user == MaskText && password.Length == 0 && signIn.Password.Length == 0 && MayBeToken(signIn.User);
        if (!isMasked || HasMask(main) || !SharesSignIn(main, edited))
        {
            return own;
        }

        var borrowed = RestoreMask(WithSignIn(address, signIn.User, signIn.Password), stored);
        return HasMask(borrowed) ? own : borrowed;
    }

    [GeneratedRegex(
        @"^(?:[^/]*@)?(?:\[[0-9a-f:.]+\]|localhost|[a-z0-9_-]+(?:\.[a-z0-9_-]+)+|[a-z0-9_-]+(?=:\d))(?::\d{1,5})?(?:[/?].*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex BareAddress();

    [GeneratedRegex(@"\.(?:jpe?g|png|cgi|mjpe?g|php|asp)(?:\?.*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PictureName();
}
