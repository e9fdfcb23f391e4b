using System.Text.RegularExpressions;
using Dashboard.Api.Keys;
using Dashboard.Security;
using Dashboard.Security.Tokens;

namespace Dashboard.Api.Http;

/// <summary>What happens to addresses that programs get wrong: they are understood, or told so in JSON.</summary>
internal static partial class WrongAddresses
{
    /// <summary>
    /// Reads repeated slashes as one, and takes a key out of whatever address it came in, so that no log, link or page repeats it. Comes first.
    /// </summary>
    public static void UseCleanAddresses(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var request = context.Request;
        if (request.Path.Value is { } path && path.Contains("//", StringComparison.Ordinal))
        {
            request.Path = new PathString(Slashes().Replace(path, "/"));
        }

        QueryApiKey.Strip(context);
        return next(context);
    });

    /// <summary>Addresses of nobody's dialect answer programs with the body that errors of the APIs have.</summary>
    public static void UseErrorsOfOtherAddresses(this IApplicationBuilder app) => app.UseWhen(
        context => !ApiPaths.IsApi(context.Request.Path) && !PageRequest.IsForPerson(context.Request),
        branch => branch.UseMiddleware<ApiErrorMiddleware>(new OtherErrorFormat()));

    [GeneratedRegex("/{2,}")]
    private static partial Regex Slashes();

    private sealed class OtherErrorFormat : KeyErrorFormat
    {
        public override string UsualMessage(int status) => status switch
        {
            401 => "Sign in, or call an address of the API: /docs lists them.",
            403 => "You are not allowed to do this.",
            404 => "There is nothing at this address; /docs lists those of the API.",
            _ => base.UsualMessage(status),
        };
    }
}
