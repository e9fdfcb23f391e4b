namespace Dashboard.Security;

/// <summary>Addresses of the pages that signing in leads to.</summary>
internal static class AccountPaths
{
    public const string Setup = "/setup";

    public const string SignIn = "/account/sign-in";

    /// <summary>Asks for the second factor after the password.</summary>
    public const string TwoFactor = "/account/two-factor";

    /// <summary>Where the sign-out form posts to.</summary>
    public const string SignOut = "/account/sign-out";

    /// <summary>Shown to a person whose role does not allow a page.</summary>
    public const string Denied = "/account/denied";

    /// <summary>
    /// The address if it is one of this server's own, otherwise <c>/</c>: a sign-in link must not lead elsewhere. Letters beyond ASCII, which no
    /// header may hold, are escaped.
    /// </summary>
    public static string Local(string? returnUrl) =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl)
            ? string.Concat(returnUrl.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())))
            : "/";
}
