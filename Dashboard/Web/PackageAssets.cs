using Microsoft.Net.Http.Headers;
using MudBlazor;

namespace Dashboard.Web;

/// <summary>
/// The files of packages in the browser. They are compressed under their plain names only, which are fetched anew by every visit; with the
/// package's version in the address they are kept for as long as that version.
/// </summary>
internal static class PackageAssets
{
    private const string VersionKey = "v";
    private const string Root = "/_content";
    private static readonly string MudBlazorVersion = typeof(MudButton).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The address of a file of MudBlazor.</summary>
    public static string MudBlazor(string file) => $"{Root[1..]}/MudBlazor/{file}?{VersionKey}={MudBlazorVersion}";

    /// <summary>Lets browsers keep what is asked for with its version.</summary>
    public static void UsePackageAssetCaching(this WebApplication app) => app.Use(static (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(Root, StringComparison.Ordinal) && context.Request.Query.ContainsKey(VersionKey))
        {
            context.Response.OnStarting(static state =>
            {
                var response = (HttpResponse)state;
                if (response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
                {
                    response.Headers[HeaderNames.CacheControl] = "max-age=31536000, immutable";
                }

                return Task.CompletedTask;
            }, context.Response);
        }

        return next(context);
    });
}
