using Dashboard.Security;
using Dashboard.Security.Accounts;
using Microsoft.AspNetCore.Antiforgery;

namespace Dashboard.Web.Languages;

/// <summary>Choosing a language: a form's post, which leads back to where it was chosen.</summary>
internal static class LanguageEndpoint
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(365);

    public static void MapLanguage(this IEndpointRouteBuilder routes) => routes.MapPost(Urls.Language, ChooseAsync).AllowAnonymous();

    private static async Task<IResult> ChooseAsync(HttpContext context, IAntiforgery antiforgery, Preferences preferences)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        if (Language.Find(context.Request.Form["language"]) is { } language)
        {
            context.Response.Cookies.Append(LanguageSelection.Cookie, language.Code, new CookieOptions
            {
                MaxAge = KeptFor,
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
            });
            if (context.User.Identity?.IsAuthenticated == true)
            {
                await preferences.SetAsync(context.User, LanguageSelection.Preference, language.Code, context.RequestAborted);
            }
        }

        return Results.LocalRedirect(Back(context.Request));
    }

    // Only a page of this server. A page that keeps its address to itself has sent it with the form.
    private static string Back(HttpRequest request) =>
        request.GetTypedHeaders().Referer is { IsAbsoluteUri: true } from && from.Authority == request.Host.Value
            ? AccountPaths.Local(from.PathAndQuery)
            : AccountPaths.Local(request.Form["returnUrl"]);
}
