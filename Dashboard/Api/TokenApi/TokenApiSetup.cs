namespace Dashboard.Api.TokenApi;

/// <summary>The Seedata dialect: which addresses are its own, and what stands before its endpoints.</summary>
public static class TokenApiSetup
{
    private static readonly PathString[] Roots = ["/authenticate", "/flows", "/cameras"];

    /// <summary>The dialect owns these paths and everything below them.</summary>
    public static bool Owns(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root));

    /// <summary>Puts the error body around everything that follows, for the dialect's own paths.</summary>
    public static void UseTokenApi(this WebApplication app) => app.UseWhen(
        context => Owns(context.Request.Path),
        branch => branch.UseMiddleware<ErrorBodyMiddleware>());
}
