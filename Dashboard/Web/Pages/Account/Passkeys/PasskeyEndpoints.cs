using Dashboard.Domain;
using Dashboard.Security.Passkeys;
using Microsoft.AspNetCore.Antiforgery;

namespace Dashboard.Web.Pages.Account.Passkeys;

/// <summary>What the scripts of the sign-in page and of the card ask for: they write the challenge's cookie, which an open page cannot.</summary>
internal static class PasskeyEndpoints
{
    /// <summary>
    /// Their forms are read before their routes are known, and are as large as those of all pages at most (<see cref="PageForms"/>).
    /// </summary>
    public static void MapPasskeys(this IEndpointRouteBuilder routes)
    {
        routes.MapPost(Urls.PasskeyRequest, RequestAsync).AllowAnonymous();
        routes.MapPost(Urls.PasskeyCreation, CreateAsync).RequireAuthorization();
        routes.MapPost(Urls.Passkeys, AddAsync).RequireAuthorization();
    }

    private static async Task<IResult> RequestAsync(HttpContext context, IAntiforgery antiforgery, PasskeySignIn passkeys) =>
        await antiforgery.IsRequestValidAsync(context)
            ? Results.Content(await passkeys.BeginAsync(context), "application/json")
            : Results.BadRequest();

    private static async Task<IResult> CreateAsync(HttpContext context, IAntiforgery antiforgery, PasskeyRegistration passkeys)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var begun = await passkeys.BeginAsync(context, form["name"].ToString(), form["password"].ToString());
        return begun.IsDone ? Results.Content(begun.Value, "application/json") : Refused(begun.Errors);
    }

    private static async Task<IResult> AddAsync(HttpContext context, IAntiforgery antiforgery, PasskeyRegistration passkeys)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var added = await passkeys.FinishAsync(context, form["name"].ToString(), form["credential"].ToString());
        return added.IsDone ? Results.NoContent() : Refused(added.Errors);
    }

    // In English; the card says it in the page's language.
    private static IResult Refused(FieldErrors errors) =>
        Results.Json(new { field = errors.Fields.First(), message = errors.Message }, statusCode: StatusCodes.Status400BadRequest);
}
