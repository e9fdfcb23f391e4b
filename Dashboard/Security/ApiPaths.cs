namespace Dashboard.Security;

/// <summary>Which addresses belong to programs: each API owns its roots and everything below them.</summary>
internal static class ApiPaths
{
    public const string Authenticate = "/authenticate";
    public const string Flows = "/flows";
    public const string Cameras = "/cameras";
    public const string Images = "/img";
    public const string Push = "/push";
    public const string Health = "/healthz";
    public const string Docs = "/docs";

    public static string[] Seedata { get; } = [Authenticate, Flows, Cameras];

    public static string[] Scout { get; } = ["/api", Images, Push];

    /// <summary>
    /// This program's own API. It lies below a root of the vendor's, so that what lets programs through to that lets them through to it.
    /// </summary>
    public const string Admin = "/api/admin";

    private static readonly string[] All = [.. Seedata, .. Scout, Health];

    public static bool IsSeedata(PathString path) => IsBelow(Seedata, path);

    public static bool IsScout(PathString path) => IsBelow(Scout, path) && !IsAdmin(path);

    public static bool IsAdmin(PathString path) => path.StartsWithSegments(Admin);

    /// <summary>Whether a key in the query or in <c>X-Api-Key</c> counts there.</summary>
    public static bool TakesKeys(PathString path) => IsBelow(Scout, path);

    /// <summary>Whether programs, not browsers, call this address: it answers with a status, never with a redirect to a page.</summary>
    public static bool IsApi(PathString path) => IsBelow(All, path);

    private static bool IsBelow(string[] roots, PathString path) => Array.Exists(roots, root => path.StartsWithSegments(root));
}
