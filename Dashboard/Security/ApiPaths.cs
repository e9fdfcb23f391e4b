namespace Dashboard.Security;

/// <summary>Which addresses belong to programs: each API owns its roots and everything below them.</summary>
internal static class ApiPaths
{
    public static string[] Seedata { get; } = ["/authenticate", "/flows", "/cameras"];

    public static string[] Scout { get; } = ["/api", "/img", "/push"];

    private static readonly string[] All = [.. Seedata, .. Scout, "/healthz"];

    public static bool IsSeedata(PathString path) => IsBelow(Seedata, path);

    public static bool IsScout(PathString path) => IsBelow(Scout, path);

    /// <summary>Whether programs, not browsers, call this address: it answers with a status, never with a redirect to a page.</summary>
    public static bool IsApi(PathString path) => IsBelow(All, path);

    private static bool IsBelow(string[] roots, PathString path) => Array.Exists(roots, root => path.StartsWithSegments(root));
}
