using Dashboard.Storage;
using Dashboard.Storage.Auditing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace Dashboard.Web.Pages.SignIn;

/// <summary>Signing out: a form's post, so that no link or picture elsewhere can do it.</summary>
internal static class SignOutEndpoint
{
    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost(Urls.SignOut, SignOutAsync).AllowAnonymous();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<User> session, AuditTrail audit)
    {
        if (context.User.Identity?.IsAuthenticated == true)
        {
            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            await session.SignOutAsync();
            audit.Write(AuditActor.Current, AuditAction.SignedOut);
        }

        return Results.LocalRedirect(Urls.SignIn);
    }
}
