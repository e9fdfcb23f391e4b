namespace Dashboard.Security;

/// <summary>Addresses of the pages that signing in leads to.</summary>
public static class AccountPaths
{
    /// <summary>First run.</summary>
    public const string Setup = "/setup";

    /// <summary>Sign-in page.</summary>
    public const string SignIn = "/account/sign-in";

    /// <summary>Where the sign-out form posts to.</summary>
    public const string SignOut = "/account/sign-out";

    /// <summary>Shown to a person whose role does not allow a page.</summary>
    public const string Denied = "/account/denied";

    private static readonly string[] ApiRoots = ["/authenticate", "/flows", "/cameras", "/api", "/img", "/push", "/healthz"];

    /// <summary>Whether programs, not browsers, call this address: it answers with a status, never with a redirect to a page.</summary>
    public static bool IsApi(PathString path) => ApiRoots.Any(root => path.StartsWithSegments(root));

    /// <summary>The address if it is one of this server's own, otherwise <c>/</c>: a sign-in link must not lead elsewhere.</summary>
    public static string Local(string? returnUrl) =>
        returnUrl is ['/', ..] && returnUrl is not ['/', '/' or '\\', ..] && !returnUrl.Any(char.IsControl) ? returnUrl : "/";
}
