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
}
